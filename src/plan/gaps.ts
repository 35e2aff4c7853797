/** @file How large the gaps of a motion are. */
import { requireInstance } from '../core/arguments.ts';

/** The largest size of an entry; 0 of none, NaN where an entry is. */
export function largestSize(entries: Float64Array): number {
  requireInstance('entries', entries, Float64Array);
  return entries.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
}

/** Sum of the sizes of all entries, in their order. */
export function sumOfSizes(entries: Float64Array): number {
  requireInstance('entries', entries, Float64Array);
  return entries.reduce((sum, entry) => sum + Math.abs(entry), 0);
}
