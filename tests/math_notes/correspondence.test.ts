/** @file Notes and code correspond: every file of mathematics has its note, and every note checks what its file exports. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBlocks, notePaths } from '../support/extract-notes.mjs';
import { mathematicsFiles, namesOf, noteOf, plumbing, root } from './mathematics.ts';

const notes = notePaths();
const imports = /^import \{([^}]*)\} from 'adjoint';/gm;

/** Public names that a note imports in its checks and uses there. */
function exercisedBy(note: string): Set<string> {
  const code = checkBlocks(note).map((block) => block.code);
  const imported = code.flatMap((text) =>
    [...text.matchAll(imports)].flatMap(([, names]) => names.split(',').map((name) => name.trim())),
  );
  const body = code.map((text) => text.replace(imports, '')).join('\n');
  return new Set(imported.filter((name) => new RegExp(`\\b${name}\\b`).test(body)));
}

describe('math notes', () => {
  it('are read, and there is mathematics', () => {
    expect(notes.length).toBeGreaterThan(0);
    expect(mathematicsFiles.length).toBeGreaterThan(40);
  });

  it('exist for every file of mathematics', () => {
    expect(mathematicsFiles.map(noteOf).filter((note) => !notes.includes(note))).toEqual([]);
  });

  it('have a file each', () => {
    const expected = new Set(mathematicsFiles.map(noteOf));
    expect(notes.filter((note) => !expected.has(note))).toEqual([]);
  });

  it('are asked only of files that exist, and excused only for those', () => {
    expect(plumbing.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(notes)('%s is executed', (note) => {
    expect(checkBlocks(note).length).toBeGreaterThan(0);
  });

  it.each(mathematicsFiles.filter((path) => namesOf(path).length > 0))(
    'all that %s exports is exercised by its note',
    (path) => {
      const exercised = notes.includes(noteOf(path)) ? exercisedBy(noteOf(path)) : new Set<string>();
      expect(namesOf(path).filter((name) => !exercised.has(name))).toEqual([]);
    },
  );
});
