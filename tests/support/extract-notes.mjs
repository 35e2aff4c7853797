/** @file Turns the `ts check` blocks of the math notes into test files, one a note. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkBlocks as blocksOf,
  hoistImports,
  importStatements,
  opening,
} from '../../src/viewer/sections/notes/build/check-blocks.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = join(root, 'tests/math_notes/generated');

/** Paths of all notes, relative to math_notes. */
export const notePaths = () =>
  (existsSync(join(root, 'math_notes'))
    ? readdirSync(join(root, 'math_notes'), { recursive: true, encoding: 'utf8' })
    : []
  )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort();

/** The blocks of a note: code, and the line of the note that it begins at. */
export const checkBlocks = (note) => blocksOf(readFileSync(join(root, 'math_notes', note), 'utf8'));

/**
 * A test file of one note. Its line n is the note's line n, so that every error, of a check or of its types, names the
 * line to look at: imports are gathered on the first line (a note's title), fences become the tests' frames.
 */
function testFile(note) {
  const { imports, bodies } = hoistImports(checkBlocks(note));
  const lines = [];
  for (const { line, code } of bodies) {
    while (lines.length < line - 2) lines.push('');
    lines.push(`it('math_notes/${note}:${line}', ${opening(code)}`, ...code.split('\n').slice(0, -1), '});');
  }
  lines[0] = importStatements(new Map([['vitest', new Set(['it'])], ...imports]));
  return `${lines.join('\n')}\n`;
}

/** Writes the test files anew. */
export function extractNotes() {
  rmSync(generated, { recursive: true, force: true });
  for (const note of notePaths().filter((path) => checkBlocks(path).length > 0)) {
    const path = join(generated, note.replace(/\.md$/, '.test.ts'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, testFile(note));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) extractNotes();
