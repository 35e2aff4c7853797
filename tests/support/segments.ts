/** @file Distances to segments in plain numbers, by search. */

/** The least value of a function on [0, 1] that has one minimum there: golden section, and the ends. */
export function leastAlong(f: (t: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  for (let i = 0; i < 80; i++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (f(left) < f(right)) high = right;
    else low = left;
  }
  return Math.min(f(0), f(1), f((low + high) / 2));
}

/** The point a share of the way from one point to another. */
export const pointAt = (a: readonly number[], b: readonly number[], t: number): number[] =>
  a.map((x, i) => x + t * (b[i] - x));

/** Distance of a point from a segment, m, by golden section: the distance along a line has one minimum. */
export const distanceToPlainSegment = (
  point: readonly number[],
  [a, b]: readonly [readonly number[], readonly number[]],
): number => leastAlong((t) => Math.hypot(...pointAt(a, b, t).map((x, i) => x - point[i])));

/** Distance of two segments, m: a search along one of the distance from the other, which is convex. */
export const distanceBetweenPlainSegments = (
  [a, b]: readonly [readonly number[], readonly number[]],
  other: readonly [readonly number[], readonly number[]],
): number => leastAlong((t) => distanceToPlainSegment(pointAt(a, b, t), other));

/** Signed distance of a point from a box of half edges h about the origin, m. */
export function distanceToPlainBox(point: readonly number[], h: readonly number[]): number {
  const q = point.map((x, i) => Math.abs(x) - h[i]);
  return Math.hypot(...q.map((x) => Math.max(x, 0))) + Math.min(Math.max(...q), 0);
}
