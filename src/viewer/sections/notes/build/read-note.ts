/** @file A note read: its tree with numbered equations, each with the name in the code that it is about. */
import type { Check, Code, Equation, Note, NoteEntry, NoteNode } from '../note.ts';
import { checkBlocks } from './check-blocks.mjs';
import { contentOf } from './content.ts';

/** Names that the code declares and the checks use, in the code's order. */
function symbolsOf(code: Code, checks: readonly Check[]): string[] {
  const used = new Set(checks.flatMap(({ code: check }) => check.match(/\w+/g) ?? []));
  const byLine = Object.keys(code.lines).sort((a, b) => code.lines[a] - code.lines[b]);
  const exercised = byLine.filter((name) => used.has(name));
  return exercised.length > 0 ? exercised : byLine;
}

/** What a file is about as a whole: the name that it is called by, or the first algorithm that its checks use. */
function mainSymbol({ path, text, lines }: Code, symbols: readonly string[]): string {
  const linesOf = text.split('\n');
  const own = /([\w-]+)\.ts$/.exec(path)![1].replaceAll('-', '').toLowerCase();
  const isAlgorithm = (name: string): boolean => /^export (?:async )?(?:function|class)/.test(linesOf[lines[name] - 1]);
  const named = Object.keys(lines).find((name) => name.toLowerCase() === own);
  return named ?? symbols.find(isAlgorithm) ?? symbols[0] ?? '';
}

/** Whether the node has an element of this tag in it. */
const contains = (node: NoteNode, tag: string): boolean =>
  typeof node !== 'string' && (node[0] === tag || node.slice(2).some((child) => contains(child as NoteNode, tag)));

/** Code that stands in a text. */
function codeWords(node: NoteNode | undefined): string[] {
  if (node === undefined || typeof node === 'string') return [];
  const children = node.slice(2) as NoteNode[];
  return node[0] === 'code' ? (String(children[0]).match(/\w+/g) ?? []) : children.flatMap(codeWords);
}

/** Numbers what is displayed; in a note that displays nothing, the paragraphs and lists that hold formulas. */
function numbered(nodes: readonly NoteNode[], code: Code, main: string) {
  const isDisplayed = nodes.some((node) => node[0] === 'equation');
  const equations: Equation[] = [];
  const content = nodes.map((node, i): NoteNode => {
    const counts = isDisplayed ? node[0] === 'equation' : !/^h\d$/.test(node[0]) && contains(node, 'math');
    if (!counts) return node;
    // the text around a formula often names what it is in the code
    const words = [node, nodes[i - 1], nodes[i + 1]].flatMap(codeWords);
    const symbol = words.find((word) => Object.hasOwn(code.lines, word)) ?? main;
    const id = String(equations.length + 1);
    const anchor = `eq-${id}`;
    equations.push({ id, anchor, symbol });
    const attributes = { id: anchor, number: id };
    return isDisplayed ? ['equation', attributes, ...(node.slice(2) as NoteNode[])] : ['passage', attributes, node];
  });
  return { content, equations };
}

const wordsOf = (text: string): string => [...new Set(text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [])].join(' ');

export interface ReadNote {
  readonly note: Note;
  readonly entry: NoteEntry;
}

/** Throws with the note's path where it cannot be shown: a formula that KaTeX does not know, an element without a look. */
export function readNote(path: string, text: string, code: Code): ReadNote {
  try {
    const { nodes, headings, text: prose } = contentOf(path, text);
    const checks = checkBlocks(text).map((block) => ({ id: String(block.line), ...block }));
    const symbols = symbolsOf(code, checks);
    const { content, equations } = numbered(nodes, code, mainSymbol(code, symbols));
    const title = headings[0]?.text;
    if (headings[0]?.depth !== 1) throw new Error('it begins with no title');
    const firstEquations = new Map([...equations].reverse().map(({ symbol, id }) => [symbol, id]));
    return {
      note: { path, title, content, headings, equations, checks },
      entry: {
        path,
        title,
        headings,
        words: wordsOf(`${prose} ${symbols.join(' ')}`),
        source: code.path,
        symbols,
        equations: Object.fromEntries(firstEquations),
        checks: checks.length,
      },
    };
  } catch (error) {
    throw new Error(`math_notes/${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
