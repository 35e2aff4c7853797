/** @file All notes as the page shows them: nothing that styles or runs, every equation with its code; and what the build refuses. */
import { describe, expect, it } from 'vitest';
import { codeOf, sourceOf } from '../../../../src/viewer/sections/notes/build/implementation.ts';
import { readNote } from '../../../../src/viewer/sections/notes/build/read-note.ts';
import type { Note, NoteNode } from '../../../../src/viewer/sections/notes/note.ts';
import { checkBlocks, notePaths } from '../../../support/extract-notes.mjs';
import { allNotes, codeText } from './all-notes.ts';

type Element = Exclude<NoteNode, string>;

const elementsOf = (node: NoteNode): Element[] =>
  typeof node === 'string' ? [] : [node, ...(node.slice(2) as NoteNode[]).flatMap(elementsOf)];

const allElements = allNotes.flatMap(({ note }) => note.content.flatMap(elementsOf));

const textOf = (node: NoteNode): string =>
  typeof node === 'string' ? node : (node.slice(2) as NoteNode[]).map(textOf).join('');

/** A note of this text, about a file that exports f and g. */
const read = (text: string, path = 'dynamics/toy.md'): Note =>
  readNote(path, text, codeOf(sourceOf(path), 'export const g = 1;\n\nexport function f() {}\n')).note;

describe('all notes', () => {
  it('are read', () => {
    expect(allNotes.map(({ note }) => note.path)).toEqual(notePaths());
    expect(allElements.length).toBeGreaterThan(10_000);
  });

  it('have elements that only show something, without styles', () => {
    const shown =
      /^(h[1-4]|p|ul|ol|li|strong|em|code|equation|passage|check|note-link|math|m(i|n|o|text|row|space|style|frac|sqrt|root|sub|sup|subsup|over|under|underover|table|tr|td))$/;
    const attributes =
      /^(id|number|path|class|display|form|fence|stretchy|separator|accent|accentunder|lspace|rspace|minsize|maxsize|width|mathvariant|displaystyle|scriptlevel|linethickness|depth|height)$/;
    expect([...new Set(allElements.map(([tag]) => tag))].filter((tag) => !shown.test(tag))).toEqual([]);
    const names = new Set(allElements.flatMap(([, given]) => Object.keys(given ?? {})));
    expect([...names].filter((name) => !attributes.test(name))).toEqual([]);
  });

  it('have classes that the style sheet knows', () => {
    const classes = new Set(allElements.map(([, given]) => given?.class).filter(Boolean));
    expect([...classes].filter((name) => !/^to-(left|center|right)$/.test(name!))).toEqual([]);
  });

  it('link only to notes', () => {
    const links = allElements.filter(([tag]) => tag === 'note-link').map(([, given]) => given!.path);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((path) => !notePaths().includes(path))).toEqual([]);
  });

  it.each(allNotes.map(({ note, entry }) => [note.path, note, entry] as const))(
    '%s: equations lead to code, checks are those that run in the tests',
    (path, note, entry) => {
      const { lines } = codeOf(entry.source, codeText(entry.source));
      expect(note.equations.filter(({ symbol }) => !(symbol in lines))).toEqual([]);
      expect(note.equations.map(({ id }) => id)).toEqual(note.equations.map((_, i) => String(i + 1)));
      const hasFormulas = note.content.flatMap(elementsOf).some(([tag]) => tag === 'math');
      expect(note.equations.length > 0).toBe(hasFormulas);
      expect(note.checks.map(({ line, code }) => ({ line, code }))).toEqual(checkBlocks(path));
      const shown = note.content.flatMap(elementsOf).filter(([tag]) => tag === 'check');
      expect(shown.map(([, given]) => given!.id)).toEqual(note.checks.map(({ id }) => id));
    },
  );
});

describe('a note', () => {
  it.each([
    ['a formula that KaTeX does not know', '# T\n\n$\\nonsense$', 'nonsense'],
    ['what LaTeX has by leave only', '# T\n\n$é$', 'unicodeTextInMathMode'],
    ['a formula that does not end', '# T\n\n$x', 'does not end'],
    ['a displayed formula that does not end', '# T\n\n$$ x\n', 'does not end'],
    ['a displayed formula within a paragraph', '# T\n\nof $$x$$', 'begin a line with it'],
    ['an element without a look', '# T\n\n> quoted\n\n---\n', 'hr'],
    ['code that is no check', '# T\n\n```ts\n1;\n```\n', 'no element for "fence"'],
    ['a link to anything else', '# T\n\n[x](http://elsewhere)', 'link'],
    ['no title', 'text', 'title'],
  ])('with %s fails the build, by its path', (_, text, words) => {
    expect(() => read(text)).toThrow(/^math_notes\/dynamics\/toy\.md: /);
    expect(() => read(text)).toThrow(words);
  });

  it('shows HTML as text', () => {
    const { content } = read('# T\n\n<b onclick="x">bold</b>');
    expect(content[1]).toEqual(['p', null, '<b onclick="x">bold</b>']);
  });

  it('numbers what it displays, or else what holds formulas', () => {
    const displayed = read('# T\n\n$a$\n\n$$ b $$\n\n$$\nc\n$$\n');
    expect(displayed.content.map(([tag]) => tag)).toEqual(['h1', 'p', 'equation', 'equation']);
    expect(displayed.equations.map(({ anchor }) => anchor)).toEqual(['eq-1', 'eq-2']);
    const inline = read('# T\n\nplain\n\n$a$\n\n- of $b$\n');
    expect(inline.content.map(([tag]) => tag)).toEqual(['h1', 'p', 'passage', 'passage']);
  });

  it('leads an equation to the name in its text, or to the algorithm of the file', () => {
    const { equations } = read('# T\n\nSo is `g`:\n\n$$ a $$\n\nand so on\n\n$$ b $$\n');
    expect(equations.map(({ symbol }) => symbol)).toEqual(['g', 'f']);
  });

  it('sets side by side what stands apart, but cuts no group', () => {
    const [, equation] = read('# T\n\n$$ a, \\qquad b \\qquad \\left( c \\qquad d \\right) $$\n').content;
    expect((equation.slice(2) as NoteNode[]).map(textOf)).toEqual(['a,', 'b', '(cd)']);
  });

  it('resolves links from its own folder', () => {
    const links = read('# T\n\n[x](../core/scan.md)').content.flatMap(elementsOf);
    expect(links.find(([tag]) => tag === 'note-link')![1]).toEqual({ path: 'core/scan.md' });
  });

  it('has signs as they are read, letters of alphabets as characters, and columns with sides', () => {
    const math = (tex: string): Element[] => read(`# T\n\n$${tex}$`).content.flatMap(elementsOf);
    const signs = math('a \\mathrel{+}= -b - c').filter(([tag]) => tag === 'mo');
    expect(signs.map(([, given, text]) => [text, given?.form])).toEqual([
      ['+=', undefined],
      ['−', 'prefix'],
      ['−', undefined],
    ]);
    expect(math('\\mathbb{R}').map(textOf)).toContain('ℝ');
    expect(math('\\mathcal{N}').map(textOf)).toContain('𝒩');
    const cells = math('\\begin{cases} a & b \\end{cases}').filter(([tag]) => tag === 'mtd');
    expect(cells.map(([, given]) => given?.class)).toEqual(['to-left', 'to-left']);
  });
});
