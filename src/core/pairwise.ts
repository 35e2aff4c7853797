/** @file Combination in a fixed order: neighbours pairwise, level by level. */

/**
 * Combines a list that is not empty. The order depends on positions only, so that aligned parts of a power of two items can
 * be combined on their own, wherever that is done, and their results in turn: the bits are the same.
 */
export function combinePairwise<T>(items: readonly T[], combine: (left: T, right: T) => T): T {
  let level = items;
  while (level.length > 1) {
    const next: T[] = [];
    for (let i = 0; i < level.length; i += 2)
      next.push(i + 1 < level.length ? combine(level[i], level[i + 1]) : level[i]);
    level = next;
  }
  return level[0];
}
