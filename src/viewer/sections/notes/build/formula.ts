/** @file LaTeX to a tree of MathML, of which browsers draw the part that is MathML Core. */
import katex from 'katex';
import { SaxesParser } from 'saxes';
import type { NoteNode } from '../note.ts';

interface Element {
  readonly tag: string;
  readonly attributes: Record<string, string>;
  readonly children: (Element | string)[];
}

/** KaTeX writes well-formed MathML. */
function parsed(text: string): Element {
  const root: Element = { tag: '', attributes: {}, children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { tag: name, attributes: { ...attributes }, children: [] };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (part) => open.at(-1)!.children.push(part));
  parser.write(text).close();
  return root.children[0] as Element;
}

/** Letters of alphabets that MathML Core has as characters only. */
const alphabets: Readonly<Record<string, number>> = { 'double-struck': 0x1d538, bold: 0x1d400, script: 0x1d49c };
/** Letters that had characters before there were such alphabets. */
const older: Readonly<Record<string, string>> = {
  'double-struck C': 'ℂ',
  'double-struck H': 'ℍ',
  'double-struck N': 'ℕ',
  'double-struck P': 'ℙ',
  'double-struck Q': 'ℚ',
  'double-struck R': 'ℝ',
  'double-struck Z': 'ℤ',
  'script B': 'ℬ',
  'script E': 'ℰ',
  'script F': 'ℱ',
  'script H': 'ℋ',
  'script I': 'ℐ',
  'script L': 'ℒ',
  'script M': 'ℳ',
  'script R': 'ℛ',
};

/** The bold 0. */
const boldZero = 0x1d7ce;

function inAlphabet(variant: string, text: string): string {
  if (variant === 'bold' && /^\d+$/.test(text))
    return text.replace(/\d/g, (digit) => String.fromCodePoint(boldZero + Number(digit)));
  const first = alphabets[variant];
  if (first === undefined || !/^[A-Za-z]*$/.test(text)) throw new Error(`no characters for ${variant} "${text}"`);
  return text.replace(/[A-Za-z]/g, (letter) => {
    const place = letter.charCodeAt(0) - (letter < 'a' ? 65 : 71);
    return older[`${variant} ${letter}`] ?? String.fromCodePoint(first + place);
  });
}

/** Sides of a table's columns, which MathML Core leaves to style sheets. */
const sideOf = (columns: string | undefined, column: number): string => columns?.split(' ')[column] ?? 'center';

/** A bar as wide as its letter, which every font has, instead of an accent that most set askew. */
const [accent, bar] = ['ˉ', '‾'];

const isOperator = (element: Element | string | undefined, texts: readonly string[]): boolean =>
  typeof element === 'object' && element.tag === 'mo' && texts.includes(element.children.join(''));

const signs = ['+', '−'];
/** What a sign stands behind that belongs to what follows it alone. */
const before = ['=', '(', '[', ',', '<', '>', '≤', '≥', '≈', '⊙', '⋅', '+=', '−='];

/** Signs as they are read: `\mathrel{+}=` is one, and that of `= -x` is no difference. */
function withSigns(children: Element['children']): Element['children'] {
  const joined = children.flatMap((child, i) => {
    if (isOperator(child, ['=']) && isOperator(children[i - 1], signs)) return [];
    if (!isOperator(child, signs) || !isOperator(children[i + 1], ['='])) return [child];
    const sign = child as Element;
    return [{ ...sign, children: [`${sign.children.join('')}=`] }];
  });
  return joined.map((child, i) => {
    if (!isOperator(child, signs) || !isOperator(joined[i - 1], before)) return child;
    const sign = child as Element;
    return { ...sign, attributes: { ...sign.attributes, form: 'prefix' } };
  });
}

function nodeOf(element: Element | string, columns?: string, column = 0): NoteNode {
  if (typeof element === 'string') return element === accent ? bar : element;
  const { tag, attributes, children } = element;
  const { mathvariant, columnalign, ...kept } = attributes;
  for (const name of ['columnspacing', 'rowspacing', 'columnlines', 'rowlines']) delete kept[name];
  if (tag === 'mtd') kept.class = `to-${sideOf(columns, column)}`;
  if (mathvariant === 'normal') kept.mathvariant = mathvariant;
  else if (mathvariant !== undefined) return [tag, kept, inAlphabet(mathvariant, children.join(''))];
  const inner = tag === 'mtable' ? columnalign : columns;
  const nodes = withSigns(children).map((child, i) => nodeOf(child, inner, i));
  return [tag, Object.keys(kept).length > 0 ? kept : null, ...nodes];
}

function mathOf(tex: string, isDisplayed: boolean): NoteNode {
  const text = katex.renderToString(tex, {
    displayMode: isDisplayed,
    output: 'mathml',
    throwOnError: true,
    strict: 'error',
  });
  // <span class="katex"><math><semantics>formula, its LaTeX</semantics></math></span>
  const math = parsed(text).children[0] as Element;
  const semantics = math.children[0] as Element;
  return ['math', isDisplayed ? { display: 'block' } : null, nodeOf(semantics.children[0])];
}

/** A formula within a text. Throws where KaTeX does not know it, or only by leave. */
export const formula = (tex: string): NoteNode => mathOf(tex, false);

/** What has to be closed before a formula may be cut. */
const opens = /\{|\\begin\b|\\left\b/g;
const closes = /\}|\\end\b|\\right\b/g;

/** A formula of its own: side by side what `\qquad` sets apart, so that it can go below one another where room is short. */
export function displayed(tex: string): readonly NoteNode[] {
  const parts: string[] = [];
  let depth = 0;
  for (const piece of tex.split('\\qquad')) {
    if (depth === 0) parts.push(piece);
    else parts[parts.length - 1] += `\\qquad${piece}`;
    depth += (piece.match(opens)?.length ?? 0) - (piece.match(closes)?.length ?? 0);
  }
  return parts.map((part) => mathOf(part.trim(), true));
}
