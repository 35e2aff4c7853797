/** @file The largest of a list of any length: as arguments of Math.max a list may have some hundred thousand numbers only. */

/** The largest of `least` and the values. */
export function largest(least: number, values: Iterable<number>): number {
  let most = least;
  for (const value of values) most = Math.max(most, value);
  return most;
}
