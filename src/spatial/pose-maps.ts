/** @file Logarithm of poses: the motion that leads from one to another in a unit of time, of both its parts at once (Lynch, Park 2017, sec. 3.3.3). */
import { div, sqrt, sub } from '../core/ops/arithmetic.ts';
import { less } from '../core/ops/comparison.ts';
import { add, choose, mul } from '../core/ops/elementwise.ts';
import { concat } from '../core/ops/indexing.ts';
import { cross, dot } from '../core/ops/linear-algebra.ts';
import { cos, sin } from '../core/ops/trigonometric.ts';
import { requireInstance } from '../core/arguments.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { logarithmMap } from './rotation-maps.ts';
import { Transform } from './transform.ts';

/** Squared angle below which the series is used: its first term left out is 3e-17 there. */
const small = 0.01;
/** (1 - (x/2) cot(x/2)) / x^2 as a series in x^2. */
const series = [1 / 12, 1 / 720, 1 / 30240, 1 / 1209600, 1 / 47900160, 691 / 1307674368000];

/**
 * [angular; linear] [6] of the screw motion from the identity to a pose, rad and m: w = log R, and
 * u = p - w x p / 2 + c w x (w x p) with c = (1 - (|w|/2) cot(|w|/2)) / |w|^2. Of half a turn, where both signs of w are right, one is taken.
 */
export function poseLogarithm(pose: Transform): PopulationTensor {
  requireInstance('poseLogarithm', pose, Transform);
  const { rotation, translation: p } = pose;
  const w = logarithmMap(rotation);
  const square = dot(w, w);
  const isSmall = less(square, small);
  // the branch that is not taken is kept finite, and so are its derivatives
  const large = choose(isSmall, 1, square);
  const half = mul(0.5, sqrt(large));
  const exact = div(sub(1, div(mul(half, cos(half)), sin(half))), large);
  const near = series.reduceRight<PopulationTensor>((total, term) => add(term, mul(square, total)), tensor(0));
  const across = cross(w, p);
  return concat([w, add(sub(p, mul(0.5, across)), mul(choose(isSmall, near, exact), cross(w, across)))]);
}
