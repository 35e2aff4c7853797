/** @file Exponential and logarithm of rotations: rotation vectors [3] (axis times angle, rad) and matrices [3, 3], smooth at 0 and safe at pi. */
import { abs, div, sqrt, square, sub } from '../core/ops/arithmetic.ts';
import { greaterEqual, less } from '../core/ops/comparison.ts';
import { add, choose, mul, neg } from '../core/ops/elementwise.ts';
import { at, gather, reshape, transpose } from '../core/ops/indexing.ts';
import { dot, matmul } from '../core/ops/linear-algebra.ts';
import { atan2, cos, sin } from '../core/ops/trigonometric.ts';
import { eye, type PopulationTensor, type TensorLike, tensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { skew } from './skew.ts';

/** c[0] + x (c[1] + x (…)). */
const series = (x: PopulationTensor, coefficients: readonly number[]): PopulationTensor =>
  coefficients.reduceRight<PopulationTensor>((total, c) => add(c, mul(x, total)), tensor(0));

const inverseFactorial = (n: number): number => Array.from({ length: n }, (_, i) => i + 1).reduce((p, k) => p / k, 1);
const alternating = (first: number): number[] =>
  Array.from({ length: 9 }, (_, k) => (k % 2 === 0 ? 1 : -1) * inverseFactorial(2 * k + first));

/** sin(theta)/theta and (1 - cos theta)/theta^2 as series in theta^2. */
const sinc = alternating(1);
const versinc = alternating(2);
/** asin(x)/x as a series in x^2. */
const arcsinc = Array.from({ length: 12 }, (_, k) =>
  Array.from({ length: k }, (__, i) => (2 * i + 1) / (2 * i + 2)).reduce((p, f) => p * f, 1 / (2 * k + 1)),
);

/** Squared angle below which the exponential's series are used; their first term left out is 1e-22 there. */
const smallSquaredAngle = 0.25;
/** Squared sine below which the logarithm's series is used. */
const smallSquaredSine = 0.01;
/** Cosine below which the axis is read from the symmetric part, where the skew part vanishes. */
const nearHalfTurn = -0.7;

/**
 * Rotation [3, 3] by the angle |w| about the axis w/|w|, w [3] in rad (Rodrigues): 1 + sinc [w] + versinc [w]^2. The
 * coefficients are functions of |w|^2, so that value and all derivatives are smooth at 0.
 */
export function exponentialMap(rotationVector: TensorLike): PopulationTensor {
  const w = tensor(rotationVector);
  requireShapeOf('exponentialMap', w.shape, [3], 'a rotation vector');
  const s = dot(w, w);
  const isSmall = less(s, smallSquaredAngle);
  // the branch that is not taken is kept finite, and so are its derivatives
  const angle = sqrt(choose(isSmall, 1, s));
  const a = choose(isSmall, series(s, sinc), div(sin(angle), angle));
  const b = choose(isSmall, series(s, versinc), div(sub(1, cos(angle)), square(angle)));
  const W = skew(w);
  return add(add(eye(3), mul(a, W)), mul(b, matmul(W, W)));
}

/**
 * Rotation vector [3] of a rotation matrix [3, 3], of length 0..pi rad. At half a turn, where both signs of the axis are
 * right, the one whose largest component is positive is taken.
 */
export function logarithmMap(rotation: TensorLike): PopulationTensor {
  const R = tensor(rotation);
  requireShapeOf('logarithmMap', R.shape, [3, 3], 'a rotation matrix');
  const flat = reshape(R, [9]);
  const trace = add(add(at(flat, 0), at(flat, 4)), at(flat, 8));
  const c = mul(0.5, sub(trace, 1));
  const v = mul(0.5, sub(gather(flat, [7, 2, 3]), gather(flat, [5, 6, 1])));
  const s = dot(v, v);
  const isNearHalfTurn = less(c, nearHalfTurn);
  const isSmall = mul(less(s, smallSquaredSine), less(0, c));
  const sine = sqrt(choose(add(isSmall, isNearHalfTurn), 1, s));
  const factor = choose(isSmall, series(s, arcsinc), div(atan2(sine, c), sine));
  return choose(isNearHalfTurn, nearHalfTurnVector(R, c, v), mul(factor, v));
}

/** The logarithm from a a' = (sym R - c 1)/(1 - c): its column with the largest diagonal entry, which is at least 1/3. */
function nearHalfTurnVector(R: PopulationTensor, c: PopulationTensor, v: PopulationTensor): PopulationTensor {
  const symmetric = mul(0.5, add(R, transpose(R)));
  const outerAxis = div(sub(symmetric, mul(c, eye(3))), sub(1, choose(less(c, 0), c, -1)));
  const [x, y, z] = [0, 1, 2].map((i) => at(outerAxis, i, i));
  const pick = <T extends TensorLike>(a: T, b: T, d: T): PopulationTensor =>
    choose(mul(greaterEqual(x, y), greaterEqual(x, z)), a, choose(greaterEqual(y, z), b, d));
  const column = pick(at(outerAxis, 0), at(outerAxis, 1), at(outerAxis, 2));
  const largest = pick(x, y, z);
  const axis = div(column, sqrt(choose(less(largest, 0.2), 1, largest)));
  const along = dot(axis, v);
  // sin(theta) has the sign of v along the axis; at the half turn itself it is 0
  const angle = atan2(abs(along), c);
  return mul(choose(less(along, 0), neg(angle), angle), axis);
}

/** Rotation vector [3] from `rotation` to `target`, in the axes of `rotation`. */
export function rotationError(rotation: TensorLike, target: TensorLike): PopulationTensor {
  const [from, to] = [tensor(rotation), tensor(target)];
  for (const { shape } of [from, to]) requireShapeOf('rotationError', shape, [3, 3], 'a rotation matrix');
  return logarithmMap(matmul(transpose(from), to));
}
