/** @file TypeScript in colours: comments, texts, numbers and words of the language told apart, line by line. */

export type TokenKind = 'comment' | 'text' | 'number' | 'keyword' | 'plain';
export type CodeToken = readonly [kind: TokenKind, text: string];

const keywords =
  'abstract as async await break case catch class const continue default else export extends false finally for from function get if implements import in infer instanceof interface is keyof let new null of private readonly return satisfies set static super switch this throw true try type typeof undefined void while yield';

const parts: readonly (readonly [TokenKind, string])[] = [
  ['comment', String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`],
  ['text', String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|` + '`(?:\\\\[\\s\\S]|[^`\\\\])*`'],
  ['number', String.raw`\b\d[\w.]*(?:(?<=[eE])[+-]\d+)?`],
  ['keyword', String.raw`(?<![.\w])(?:${keywords.replaceAll(' ', '|')})\b(?!['\w])`],
];

const pattern = new RegExp(parts.map(([, source]) => `(${source})`).join('|'), 'g');

/** Tokens of each line; what goes over several lines is cut at their ends. */
export function codeLines(text: string): readonly (readonly CodeToken[])[] {
  const lines: CodeToken[][] = [[]];
  const take = (kind: TokenKind, part: string): void =>
    part.split('\n').forEach((piece, i) => {
      if (i > 0) lines.push([]);
      if (piece !== '') lines.at(-1)!.push([kind, piece]);
    });
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    take('plain', text.slice(end, match.index));
    take(parts[match.slice(1).findIndex((group) => group !== undefined)][0], match[0]);
    end = match.index + match[0].length;
  }
  take('plain', text.slice(end));
  return lines;
}
