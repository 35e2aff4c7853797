/** @file The explanation of a number that is not finite, cut where it names an operation: that word leads to its note. */
import type { Subject } from './note-of.ts';

/** Texts, and words with a note. */
export type Explained = string | { readonly text: string; readonly of: Subject };

/** The operation as errors name it: `op div at step 3`. */
const operation = /\bop ([A-Za-z]\w*)/;

/** A text that names no operation stays whole. */
export function explained(text: string): readonly Explained[] {
  const found = operation.exec(text);
  if (!found) return [text];
  const [, name] = found;
  const start = found.index + found[0].length - name.length;
  return [text.slice(0, start), { text: name, of: { kind: 'op', id: name } }, text.slice(start + name.length)];
}
