/** @file Turns every `ts check` block of the math notes into a test file, one a note, with the note's line numbers in the names. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = join(root, 'tests/math_notes/generated');

/** Paths of all notes, relative to math_notes. */
export const notePaths = () =>
  readdirSync(join(root, 'math_notes'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort();

/** The blocks of a note: code, and the line of the note that it begins at. */
export function checkBlocks(note) {
  const text = readFileSync(join(root, 'math_notes', note), 'utf8');
  return [...text.matchAll(/^```ts check\n([\s\S]*?)^```/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1],
  }));
}

/** A test file of one note: imports first, then each block as a test. */
function testFile(note) {
  const imports = new Map();
  const tests = checkBlocks(note).map(({ line, code }) => {
    const body = code.replace(/^import \{([^}]*)\} from '([^']+)';\n?/gm, (_, names, from) => {
      const known = imports.get(from) ?? new Set();
      for (const name of names.split(',').map((word) => word.trim())) if (name) known.add(name);
      imports.set(from, known);
      return '';
    });
    return `it('math_notes/${note}:${line}', () => {\n${body}});\n`;
  });
  const header = [...imports].map(([from, names]) => `import { ${[...names].join(', ')} } from '${from}';\n`).join('');
  return `import { it } from 'vitest';\n${header}\n${tests.join('\n')}`;
}

/** Writes the test files anew. */
export function extractNotes() {
  rmSync(generated, { recursive: true, force: true });
  for (const note of notePaths()) {
    const path = join(generated, note.replace(/\.md$/, '.test.ts'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, testFile(note));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) extractNotes();
