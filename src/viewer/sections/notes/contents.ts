/** @file The order of the notes: by folder, and in a folder by path. */
import type { NoteEntry } from './note.ts';

export interface Group {
  /** Folder in math_notes, e.g. `core/ops`. */
  readonly folder: string;
  readonly entries: readonly NoteEntry[];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

export function groupsOf(entries: readonly NoteEntry[]): readonly Group[] {
  const folders = [...new Set(entries.map(({ path }) => folderOf(path)))].sort();
  return folders.map((folder) => ({ folder, entries: entries.filter(({ path }) => folderOf(path) === folder) }));
}

/** The notes before and after one, in the order of the contents. */
export function neighboursOf(groups: readonly Group[], path: string): readonly [NoteEntry | null, NoteEntry | null] {
  const all = groups.flatMap((group) => group.entries);
  const place = all.findIndex((entry) => entry.path === path);
  return place < 0 ? [null, null] : [all[place - 1] ?? null, all[place + 1] ?? null];
}
