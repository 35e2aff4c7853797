/** @file Code in colours: nothing is lost or changed, and kinds are told apart. */
import { describe, expect, it } from 'vitest';
import { codeLines } from '../../../../src/viewer/sections/notes/code-tokens.ts';
import { allNotes, codeText } from './all-notes.ts';

describe('lines of code', () => {
  it('are those of the text, for all files that notes show', () => {
    for (const { note, entry } of allNotes)
      for (const text of [codeText(entry.source), ...note.checks.map(({ code }) => code)]) {
        const lines = codeLines(text).map((tokens) => tokens.map(([, part]) => part).join(''));
        expect(lines.join('\n')).toBe(text);
      }
  });

  it('have kinds', () => {
    const code = "/* a\nb */ const x = 1.5e-3; // of 'y'\nf('it\\'s', `a\n${b}`, x.new);";
    const shown = codeLines(code).map((tokens) =>
      tokens.filter(([kind]) => kind !== 'plain').map(([kind, text]) => `${kind} ${text}`),
    );
    expect(shown).toEqual([
      ['comment /* a'],
      ['comment b */', 'keyword const', 'number 1.5e-3', "comment // of 'y'"],
      ["text 'it\\'s'", 'text `a'],
      ['text ${b}`'],
    ]);
  });
});
