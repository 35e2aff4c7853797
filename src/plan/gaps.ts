/** @file How large the gaps of a motion are. */
import { requireInstance } from '../core/arguments.ts';

/** The largest size of an entry; 0 of none, NaN where an entry is. */
export function largestSize(entries: Float64Array): number {
  requireInstance('entries', entries, Float64Array);
  let most = 0;
  for (let i = 0; i < entries.length; i++) most = Math.max(most, Math.abs(entries[i]));
  return most;
}

/** Sum of the sizes of all entries, in their order. */
export function sumOfSizes(entries: Float64Array): number {
  requireInstance('entries', entries, Float64Array);
  let sum = 0;
  for (let i = 0; i < entries.length; i++) sum += Math.abs(entries[i]);
  return sum;
}
