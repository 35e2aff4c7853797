/** @file Capsules: all points within a radius of a segment. Distances to them are those to the segment, less the radius. */
import type { Vector3 } from '../model.ts';
import { dot, length, minus, plus, times } from '../pose.ts';
import { solidCapsule } from './solids.ts';

/** A capsule about its own centre. */
export interface Capsule {
  /** m. */
  readonly radius: number;
  /** From its centre to one end of its segment, m; to the other it is the opposite. */
  readonly half: Vector3;
}

/** The capsule along the longest edge of a box: its segment is as long as that, and corners of the ends lie on its surface. */
export function capsuleAroundBox(size: Vector3): Capsule {
  const longest = size.indexOf(Math.max(...size));
  const across = size.map((edge, i) => (i === longest ? 0 : edge)) as unknown as Vector3;
  const along = size.map((edge, i) => (i === longest ? edge : 0)) as unknown as Vector3;
  return { radius: length(across) / 2, half: times(0.5, along) };
}

/** A capsule somewhere: ends of its segment and its radius, m. */
export interface PlacedCapsule {
  readonly ends: readonly [Vector3, Vector3];
  readonly radius: number;
}

/** m^3. */
export const volumeOf = ({ ends: [a, b], radius }: PlacedCapsule): number =>
  solidCapsule(radius, length(minus(b, a))).volume;

/** The nearest point of a segment. */
function nearestOn([a, b]: PlacedCapsule['ends'], point: Vector3): Vector3 {
  const way = minus(b, a);
  const square = dot(way, way);
  const share = square > 0 ? Math.min(1, Math.max(0, dot(minus(point, a), way) / square)) : 0;
  return plus(a, times(share, way));
}

/**
 * The smallest capsule between two ends of two capsules that holds both: it does where it holds the balls at their ends, as it is convex.
 */
export function capsuleAroundTwo(one: PlacedCapsule, other: PlacedCapsule): PlacedCapsule {
  const balls = [one, other].flatMap(({ ends, radius }) => ends.map((center) => ({ center, radius })));
  const candidates = balls.flatMap((from, i) =>
    balls.slice(i).map((to): PlacedCapsule => {
      const ends = [from.center, to.center] as const;
      const radius = balls.reduce(
        (most, ball) => Math.max(most, length(minus(ball.center, nearestOn(ends, ball.center))) + ball.radius),
        0,
      );
      return { ends, radius };
    }),
  );
  return candidates.reduce((best, next) => (volumeOf(next) < volumeOf(best) ? next : best));
}

/** How much fatter than the fatter of two a capsule that stands for both may be, m. */
const mostGrowth = 0.01;

/**
 * Fewer capsules that hold what these hold: two become one where that is no larger than both together and hardly fatter, those first that
 * save most; again and again.
 */
export function mergedCapsules(capsules: readonly PlacedCapsule[]): PlacedCapsule[] {
  let all = [...capsules];
  for (;;) {
    const pairs = all.flatMap((one, i) =>
      all.slice(i + 1).flatMap((other) => {
        const both = capsuleAroundTwo(one, other);
        const saved = volumeOf(one) + volumeOf(other) - volumeOf(both);
        const isFatter = both.radius > Math.max(one.radius, other.radius) + mostGrowth;
        return saved < 0 || isFatter ? [] : [{ one, other, both, saved }];
      }),
    );
    if (pairs.length === 0) return all;
    const { one, other, both } = pairs.reduce((best, next) => (next.saved > best.saved ? next : best));
    all = [...all.filter((capsule) => capsule !== one && capsule !== other), both];
  }
}
