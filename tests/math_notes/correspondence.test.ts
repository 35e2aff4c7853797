/** @file Notes and code correspond: every file of mathematics has its note, and every note checks what its file exports. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBlocks, notePaths } from '../support/extract-notes.mjs';
import { exportsOf, mathematicsFiles, namedAs, namesOf, noteOf, originOf, root } from './mathematics.ts';
import { plumbing } from './plumbing.ts';
import { parts } from './parts.ts';

const notes = notePaths();
const imports = /^import \{([^}]*)\} from '([^']+)';/gm;

/** What a note imports in its checks and uses there, as `file: name`. */
function exercisedBy(note: string): Set<string> {
  const code = checkBlocks(note).map((block) => block.code);
  const body = code.map((text) => text.replace(imports, '')).join('\n');
  const imported = code.flatMap((text) =>
    [...text.matchAll(imports)].flatMap(([, names, from]) =>
      names.split(',').map((name) => ({ from, name: name.trim().replace(/^type /, '') })),
    ),
  );
  return new Set(
    imported.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(body)).map(({ from, name }) => originOf(from, name)),
  );
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

  it('name as parts only what files export', () => {
    const stale = Object.entries(parts).flatMap(([path, names]) => {
      const known = mathematicsFiles.includes(path) ? exportsOf(path) : [];
      return names.filter((name) => !known.includes(name)).map((name) => `${path}: ${name}`);
    });
    expect(stale).toEqual([]);
  });

  it('are asked for most of what files export', () => {
    const asked = mathematicsFiles.flatMap(namesOf).length;
    expect(asked).toBeGreaterThan(130);
    expect(asked).toBeGreaterThan(1.5 * Object.values(parts).flat().length);
  });

  it.each(mathematicsFiles.filter((path) => namesOf(path).length > 0))(
    'all that %s exports is exercised by its note',
    (path) => {
      const exercised = notes.includes(noteOf(path)) ? exercisedBy(noteOf(path)) : new Set<string>();
      const missing = namesOf(path).filter((name) => !namedAs(path, name).some((origin) => exercised.has(origin)));
      expect(missing).toEqual([]);
    },
  );
});
