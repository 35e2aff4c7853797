/** @file All notes as the page's build reads them. */
import { readFileSync } from 'node:fs';
import { codeOf, sourceOf } from '../../../../src/viewer/sections/notes/build/implementation.ts';
import { type ReadNote, readNote } from '../../../../src/viewer/sections/notes/build/read-note.ts';
import { notePaths } from '../../../support/extract-notes.mjs';

const root = new URL('../../../../', import.meta.url);

/** Text of a file of the project. */
export const codeText = (path: string): string => readFileSync(new URL(path, root), 'utf8');

export const allNotes: readonly ReadNote[] = notePaths().map((path) =>
  readNote(path, codeText(`math_notes/${path}`), codeOf(sourceOf(path), codeText(sourceOf(path)))),
);
