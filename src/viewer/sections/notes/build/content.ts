/** @file A note's Markdown as a tree. What no note has written yet is refused rather than guessed at. */
import { posix } from 'node:path';
import type { Token } from 'markdown-it';
import type { Heading, NoteNode } from '../note.ts';
import { displayed, formula } from './formula.ts';
import { markdown } from './markdown.ts';

const parser = markdown();

const elements: Readonly<Record<string, string>> = {
  paragraph: 'p',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
  blockquote: 'blockquote',
  strong: 'strong',
  em: 'em',
};

/** `Angles of any size` -> `angles-of-any-size`. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** What a link leads to: a note beside this one, or a page elsewhere. */
function linkOf(href: string, note: string): NoteNode & readonly unknown[] {
  if (/^https:\/\//.test(href)) return ['a', { href, rel: 'noreferrer', target: '_blank' }];
  const [path, anchor] = href.split('#');
  if (!path.endsWith('.md') || anchor !== undefined) throw new Error(`a link to neither a note nor https: ${href}`);
  return ['note-link', { path: posix.join(posix.dirname(note), path) }];
}

/** The text of a token without its marks. */
const plainText = (token: Token): string =>
  (token.children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('');

export interface Content {
  readonly nodes: readonly NoteNode[];
  readonly headings: readonly Heading[];
  /** All of its prose, without formulas and checks. */
  readonly text: string;
}

type Open = [tag: string, attributes: Record<string, string> | null, ...children: NoteNode[]];

class Builder {
  readonly #note: string;
  readonly #open: Open[] = [['', null]];
  readonly headings: Heading[] = [];
  readonly text: string[] = [];

  constructor(note: string) {
    this.#note = note;
  }

  get nodes(): NoteNode[] {
    return this.#open[0].slice(2) as NoteNode[];
  }

  take(tokens: readonly Token[]): void {
    tokens.forEach((token, i) => this.#takeOne(token, tokens[i + 1]));
  }

  #add(node: NoteNode): void {
    this.#open.at(-1)!.push(node);
  }

  #takeOne(token: Token, next: Token | undefined): void {
    if (token.type === 'inline') this.take(token.children ?? []);
    // the paragraphs of a list without empty lines
    else if (token.hidden) return;
    else if (token.nesting === 1) this.#open.push(this.#opened(token, next));
    else if (token.nesting === -1) this.#add(this.#open.pop()!);
    else this.#leaf(token);
  }

  #opened(token: Token, next: Token | undefined): Open {
    const kind = token.type.replace(/_open$/, '');
    if (kind === 'heading') {
      const text = plainText(next!);
      const depth = Number(token.tag[1]);
      const id = slug(text);
      this.headings.push({ id, text, depth });
      return [token.tag, { id }];
    }
    if (kind === 'link') return linkOf(String(token.attrGet('href')), this.#note) as Open;
    if (!(kind in elements)) throw new Error(`no element for "${token.type}"`);
    return [elements[kind], null];
  }

  #leaf(token: Token): void {
    const { type, content } = token;
    if (type === 'text' || type === 'code_inline') this.text.push(content);
    if (type === 'text') this.#add(content);
    else if (type === 'softbreak') this.#add(' ');
    else if (type === 'code_inline') this.#add(['code', null, content]);
    else if (type === 'formula') this.#add(formula(content));
    else if (type === 'display') this.#add(['equation', null, ...displayed(content)]);
    else if (type === 'fence' && token.info === 'ts check') this.#add(['check', { id: String(token.map![0] + 2) }]);
    else throw new Error(`no element for "${type}" (${token.info})`);
  }
}

/** `note` is the path in math_notes, for links. */
export function contentOf(note: string, text: string): Content {
  const builder = new Builder(note);
  builder.take(parser.parse(text, {}));
  return { nodes: builder.nodes, headings: builder.headings, text: builder.text.join(' ') };
}
