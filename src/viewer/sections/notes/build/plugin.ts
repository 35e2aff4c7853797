/** @file Vite's plugin for math notes: each note is several modules, told apart by a query. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { checksModule, resolveForChecks } from './checks-module.ts';
import type { Code } from '../note.ts';
import { codeOf, sourceOf } from './implementation.ts';
import type { ReadNote } from './read-note.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const notesFolder = join(root, 'math_notes');

/** What was read of texts: an entry and a note are asked for one after the other. */
const known = new Map<string, { readonly text: string; readonly code: string; readonly read: Promise<ReadNote> }>();

/** Reads a note that has changed. What Markdown and formulas need is loaded late: tests that open no note do without. */
function readOnce(path: string, text: string, code: Code): Promise<ReadNote> {
  const last = known.get(path);
  if (last?.text === text && last.code === code.text) return last.read;
  const read = import('./read-note.ts').then(({ readNote }) => readNote(path, text, code));
  known.set(path, { text, code: code.text, read });
  return read;
}

const moduleOf = (value: unknown): string => `export default ${JSON.stringify(value)};`;

/**
 * `x.md?note` is what is read, `x.md?entry` what lists and searches know of it, `x.md?code` the implementation file,
 * `x.md?checks&lang.ts` its checks as functions. A note that cannot be shown fails the build.
 */
export const mathNotes = (): Plugin => ({
  name: 'math-notes',
  enforce: 'pre',
  resolveId: (id, importer) => (importer?.includes('.md?checks') ? resolveForChecks(id, root) : null),
  async load(id) {
    const [file, query] = id.split('?');
    if (!query || !file.endsWith('.md')) return null;
    const path = relative(notesFolder, file).replaceAll('\\', '/');
    const text = readFileSync(file, 'utf8');
    if (/^checks\b/.test(query)) return checksModule(text);
    const source = join(root, sourceOf(path));
    this.addWatchFile(source);
    const code = codeOf(sourceOf(path), readFileSync(source, 'utf8'));
    if (query === 'code') return moduleOf(code);
    const { note, entry } = await readOnce(path, text, code);
    return moduleOf(query === 'entry' ? entry : note);
  },
});
