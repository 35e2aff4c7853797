/** @file Distances to segments in plain numbers, by search. */

/** Distance of a point from a segment, m, by golden section: the distance along a line has one minimum. */
export function distanceToPlainSegment(
  point: readonly number[],
  [a, b]: readonly [readonly number[], readonly number[]],
): number {
  const at = (t: number): number => Math.hypot(...point.map((x, i) => x - a[i] - t * (b[i] - a[i])));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  for (let i = 0; i < 80; i++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (at(left) < at(right)) high = right;
    else low = left;
  }
  return Math.min(at(0), at(1), at((low + high) / 2));
}
