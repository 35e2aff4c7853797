/** @file All notes as the page's build reads them. */
import { readFileSync } from 'node:fs';
import { codeOf, sourceOf } from '../../../../src/viewer/sections/notes/build/implementation.ts';
import { type ReadNote, readNote } from '../../../../src/viewer/sections/notes/build/read-note.ts';
import { notePaths } from '../../../support/extract-notes.mjs';

const root = new URL('../../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

export const noteText = (path: string): string => textOf(`math_notes/${path}`);

export const readAgain = (path: string, text = noteText(path)): ReadNote =>
  readNote(path, text, codeOf(sourceOf(path), textOf(sourceOf(path))));

export const allNotes: readonly ReadNote[] = notePaths().map((path) => readAgain(path));
