/** @file Distances of points and segments from segments (Ericson 2005, sec. 5.1.2 and 5.1.9). */
import { abs, div, sqrt, sub } from '../core/ops/arithmetic.ts';
import { clamp, less, lessEqual, minimum } from '../core/ops/comparison.ts';
import { choose, equal, mul, neg } from '../core/ops/elementwise.ts';
import { cross, dot, norm } from '../core/ops/linear-algebra.ts';
import { stopGradient } from '../core/ops/stop-gradient.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../core/population-tensor.ts';

/** Ends [3] of a segment, m; the same of a point. */
export type Segment = readonly [TensorLike, TensorLike];

/** Distance [] of a point [3] from a segment, m; 0 and its derivatives where it lies on it. */
export function distanceToSegment(point: PopulationTensor, [a, b]: Segment): PopulationTensor {
  const way = sub(b, a);
  const square = dot(way, way);
  const fromStart = sub(point, a);
  const share = clamp(div(dot(fromStart, way), choose(equal(square, 0), 1, square)), 0, 1);
  return norm(sub(fromStart, mul(share, way)));
}

/** Square of the sine of the angle from which on segments count as skew: below it their ends are as near as anything between. */
const leastSkew = 1e-12;

/**
 * Distance [] of two segments, m: of their lines where the points that are nearest lie within both, else the least of their ends from
 * the other segment. Parallel segments and points are no special case. Where segments cross, the derivatives are 0.
 */
export function distanceBetweenSegments(first: Segment, second: Segment): PopulationTensor {
  const [[a, b], [c, d]] = [first.map((end) => tensor(end)), second.map((end) => tensor(end))];
  const [u, v, w] = [sub(b, a), sub(d, c), sub(a, c)];
  const normal = cross(u, v);
  const square = dot(normal, normal);
  const isSkew = less(mul(leastSkew, mul(dot(u, u), dot(v, v))), square);
  // a + s u and c + t v are nearest, with s and t times the square
  const [s, t] = [neg(dot(w, cross(v, normal))), neg(dot(w, cross(u, normal)))].map(stopGradient);
  const isWithin = (x: PopulationTensor): PopulationTensor => mul(lessEqual(0, x), lessEqual(x, square));
  const isBetween = mul(isSkew, mul(isWithin(s), isWithin(t)));
  const ofLines = div(abs(dot(w, normal)), sqrt(choose(isBetween, square, 1)));
  const ofEnds = minimum(
    minimum(distanceToSegment(a, second), distanceToSegment(b, second)),
    minimum(distanceToSegment(c, first), distanceToSegment(d, first)),
  );
  return choose(isBetween, ofLines, ofEnds);
}
