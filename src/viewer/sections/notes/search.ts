/** @file Finds notes by words: in titles, in headings and names of the code, anywhere in the text, in this order. */
import type { NoteEntry } from './note.ts';

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** How well a word that is being typed fits: 0 not at all. A word of the text counts from its beginning. */
function fit(entry: NoteEntry, word: string): number {
  const begins = (text: string): boolean => wordsOf(text).some((candidate) => candidate.startsWith(word));
  if (entry.title.toLowerCase().startsWith(word)) return 8;
  if (begins(entry.title)) return 6;
  if (entry.symbols.some((symbol) => symbol.toLowerCase().startsWith(word))) return 5;
  if (begins(entry.path) || entry.headings.some(({ text }) => begins(text))) return 4;
  if (entry.title.toLowerCase().includes(word)) return 3;
  return ` ${entry.words}`.includes(` ${word}`) ? 1 : 0;
}

/** Notes that have all words of the query, the best first; all that is typed may be the beginning of a word. */
export function search(entries: readonly NoteEntry[], query: string): readonly NoteEntry[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, fits: words.map((word) => fit(entry, word)) }))
    .filter(({ fits }) => fits.every((value) => value > 0))
    .map(({ entry, fits }) => ({ entry, score: fits.reduce((sum, value) => sum + value, 0) }))
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
