/** @file The notes that come with the page: what is known of all of them, and each one when it is opened. */
/// <reference types="vite/client" />
import type { Code, Note, NoteEntry } from './note.ts';

const folder = '../../../../math_notes/';
const noteFiles = import.meta.glob<Note>('../../../../math_notes/**/*.md', { query: '?note', import: 'default' });
const codeFiles = import.meta.glob<Code>('../../../../math_notes/**/*.md', { query: '?code', import: 'default' });
const entryFiles = import.meta.glob<NoteEntry>('../../../../math_notes/**/*.md', {
  query: '?entry',
  import: 'default',
  eager: true,
});

/** All notes, in the order of their paths. */
export const entries: readonly NoteEntry[] = Object.values(entryFiles);

const byPath = new Map(entries.map((entry) => [entry.path, entry]));

export const entryOf = (path: string): NoteEntry | null => byPath.get(path) ?? null;

/** A note with the implementation file that it derives. */
export interface OpenNote {
  readonly note: Note;
  readonly code: Code;
}

/** Only for paths of entries. */
export async function loadNote(path: string): Promise<OpenNote> {
  const [note, code] = await Promise.all([noteFiles[folder + path](), codeFiles[folder + path]()]);
  return { note, code };
}
