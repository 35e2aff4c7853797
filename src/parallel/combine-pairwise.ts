/** @file The sum over a population from the sums of its shards, in the order of `populationSum`. */

/**
 * Neighbours pairwise, level by level. Where each partial is the pairwise sum of an equal power of two of members (the last of
 * fewer), the result has the bits of the pairwise sum over all members.
 */
export function combinePairwise(partials: readonly Float64Array[]): Float64Array {
  let level = partials;
  while (level.length > 1)
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const [left, right] = [level[2 * i], level[2 * i + 1]];
      return right ? left.map((value, element) => value + right[element]) : left;
    });
  return level[0];
}
