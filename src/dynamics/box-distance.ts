/** @file How far a segment is from a box, and how deep in it: exact, by the pieces of a convex function. */
import { abs, div, sub } from '../core/ops/arithmetic.ts';
import { clamp, greaterEqual, less, lessEqual, maximum, minimum } from '../core/ops/comparison.ts';
import { add, choose, equal, mul, neg } from '../core/ops/elementwise.ts';
import { concat, gather, reshape } from '../core/ops/indexing.ts';
import { cross, dot, matmul, norm } from '../core/ops/linear-algebra.ts';
import { amax, sum } from '../core/ops/reduction.ts';
import { stopGradient } from '../core/ops/stop-gradient.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';

/** What sticks out of the box of half edges h [3], of a point [3] or of many [n, 3] in its frame. */
const beyond = (x: PopulationTensor, h: PopulationTensor): PopulationTensor => sub(x, clamp(x, neg(h), h));

const or1 = (isGiven: PopulationTensor, x: PopulationTensor): PopulationTensor => choose(isGiven, x, 1);

/**
 * Share s [] of the way m [3] from a [3] at which a segment is nearest to the box. Half the squared distance has a slope along the
 * segment that never falls and is linear between the places where a coordinate passes a face: the piece that holds its zero is found
 * among those six, and one Newton step from its middle is exact.
 */
function nearestShare(a: PopulationTensor, m: PopulationTensor, h: PopulationTensor): PopulationTensor {
  const [a0, m0, h0] = [a, m, h].map(stopGradient);
  const moves = sub(1, equal(m0, 0));
  const faces = [neg(h0), h0].map((face) => mul(moves, div(sub(face, a0), or1(moves, m0))));
  const places = clamp(concat(faces), 0, 1);
  const points = add(a0, mul(reshape(places, [6, 1]), m0));
  const slopes = matmul(beyond(points, h0), m0);
  const low = amax(choose(lessEqual(slopes, 0), places, 0));
  const high = neg(amax(neg(choose(greaterEqual(slopes, 0), places, 1))));
  const middle = mul(0.5, add(low, high));
  const out = beyond(add(a, mul(middle, m)), h);
  const curvature = sum(mul(sub(1, equal(stopGradient(out), 0)), mul(m, m)));
  return clamp(sub(middle, div(dot(out, m), or1(less(0, curvature), curvature))), 0, 1);
}

/**
 * min over the segment of max_i (|x_i| - h_i) [], by duality the largest of: each axis at the better end, each pair of axes where they
 * cross, and -h_i. Below 0 it is minus the depth of the segment's deepest point.
 */
function deepestOf(a: PopulationTensor, b: PopulationTensor, h: PopulationTensor): PopulationTensor {
  const m = sub(b, a);
  const ends = sub(maximum(minimum(a, b), neg(maximum(a, b))), h);
  const speed = abs(m);
  const [next, after] = [
    [1, 2, 0],
    [2, 0, 1],
  ];
  const of = (x: PopulationTensor, axes: readonly number[]): PopulationTensor => gather(x, axes);
  const total = add(of(speed, next), of(speed, after));
  const held = add(mul(of(speed, after), of(h, next)), mul(of(speed, next), of(h, after)));
  const isMoving = less(0, total);
  const pairs = div(sub(abs(cross(a, m)), held), or1(isMoving, total));
  return amax(concat([ends, neg(h), choose(isMoving, pairs, neg(of(h, next)))]));
}

/**
 * Distance [] of the segment from a [3] to b [3], m, in a box's frame, from the box of half edges h [3] about the origin: of the point
 * that is nearest. Below 0 where the segment meets the box: minus the depth of its deepest point, which is its distance from the
 * nearest face.
 */
export function distanceToBox(a: PopulationTensor, b: PopulationTensor, h: PopulationTensor): PopulationTensor {
  const m = sub(b, a);
  const out = beyond(add(a, mul(nearestShare(a, m, h), m)), h);
  const deepest = deepestOf(a, b, h);
  return choose(less(0, deepest), norm(out), deepest);
}
