/**
 * @file Ten numbers of a rigid body that may take any value and always are those of a body that can exist: the logarithm of the Cholesky
 * factor of its pseudo-inertia (Rucker and Wensing 2022).
 */
import { requireParts } from '../core/arguments.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { exp } from '../core/ops/exponential.ts';
import { at, reshape, slice, stack, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { log } from '../core/scalar/logarithm.ts';
import { ArgumentError } from '../errors.ts';
import type { LinkInertia } from '../robot/model.ts';

/** Mass [] (kg), centre of mass [3] (m), inertia about it [3, 3] (kg m^2). */
export interface BodyNumbers {
  readonly mass: PopulationTensor;
  readonly centerOfMass: PopulationTensor;
  readonly inertia: PopulationTensor;
}

/**
 * The body of (alpha, d1, d2, d3, s12, s23, s13, t1, t2, t3) [10]: the pseudo-inertia is e^(2 alpha) U U' with the upper triangular
 * U = [[e^d1, s12, s13, t1], [0, e^d2, s23, t2], [0, 0, e^d3, t3], [0, 0, 0, 1]]. Throws a ShapeError where these are not ten.
 */
export function bodyOfLogCholesky(x: PopulationTensor): BodyNumbers {
  requireTensorOf('x', x, [10], 'alpha, d, s and t');
  const mass = exp(mul(2, at(x, 0)));
  const [e1, e2, e3] = [1, 2, 3].map((i) => exp(at(x, i)));
  const [s12, s23, s13] = [4, 5, 6].map((i) => at(x, i));
  const none = mul(0, s12);
  const L = reshape(stack([e1, s12, s13, none, e2, s23, none, none, e3]), [3, 3]);
  // second moments about the centre of mass: t t' is what its place adds
  const second = mul(mass, matmul(L, transpose(L)));
  const trace = add(add(at(second, 0, 0), at(second, 1, 1)), at(second, 2, 2));
  return { mass, centerOfMass: slice(x, [7], [10]), inertia: sub(mul(trace, eye(3)), second) };
}

/** Of the largest second moment: what a body has at least along each axis, as a rod or a disk is at the border of what can exist. */
const thinnest = 1e-4;
/** Second moment of a unit of mass at a point, m^2: taken for a ball of some millimetres. */
const smallest = 1e-4;

/** Rows of the upper triangular U with U U' = A + extra E of a symmetric A; pivots are NaN where there is none. */
function upperFactor(
  A: readonly number[],
  extra: number,
): Readonly<Record<'e1' | 'e2' | 'e3' | 's12' | 's13' | 's23', number>> {
  const e3 = Math.sqrt(A[8] + extra);
  const [s13, s23] = [A[2] / e3, A[5] / e3];
  const e2 = Math.sqrt(A[4] + extra - s23 * s23);
  const s12 = (A[1] - s13 * s23) / e2;
  return { e1: Math.sqrt(A[0] + extra - s12 * s12 - s13 * s13), e2, e3, s12, s13, s23 };
}

/**
 * The ten numbers of a body. One at the border of what can exist (a rod, a disk, a point) is moved off it, by second moments
 * of 1e-4 of its largest. Throws an ArgumentError where it has no mass, or where no body has such an inertia.
 */
export function logCholeskyOf(body: LinkInertia): Float64Array {
  requireParts('body', body, { mass: 'a number', centerOfMass: 'a list', inertia: 'a list' });
  const { mass, centerOfMass, inertia } = body;
  if (!(mass > 0)) throw new ArgumentError('body.mass', `${mass} kg`, 'a positive mass');
  const half = (inertia[0] + inertia[4] + inertia[8]) / 2;
  const own = inertia.map((entry, i) => ((i % 4 === 0 ? half : 0) - entry) / mass);
  const least = thinnest * Math.max(own[0], own[4], own[8], smallest);
  const isThin = ({ e1, e2, e3 }: ReturnType<typeof upperFactor>): boolean =>
    !(e1 * e1 >= least / 2 && e2 * e2 >= least / 2 && e3 * e3 >= least / 2);
  const plain = upperFactor(own, 0);
  const factor = isThin(plain) ? upperFactor(own, least) : plain;
  if (isThin(factor))
    throw new ArgumentError('body.inertia', inertia.join(', '), 'moments of a body that can exist: A + B >= C');
  const { e1, e2, e3, s12, s13, s23 } = factor;
  const logarithm = (x: number): number => log.value(x, 0, 0);
  return Float64Array.from([logarithm(mass) / 2, ...[e1, e2, e3].map(logarithm), s12, s23, s13, ...centerOfMass]);
}
