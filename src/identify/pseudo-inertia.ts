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
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { exp as exponential } from '../core/scalar/exponential.ts';
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
 * U = [[e^d1, s12, s13, t1], [0, e^d2, s23, t2], [0, 0, e^d3, t3], [0, 0, 0, 1]]. Seen from another body, whose ten numbers these are, it is
 * e^(2 alpha0 + 2 alpha) U0 U U' U0': x = 0 is that body, and changes of 1 are as large as it is along each axis. Throws a ShapeError where
 * there are not ten.
 */
export function bodyOfLogCholesky(x: PopulationTensor, from: PopulationTensor = zeros([10])): BodyNumbers {
  for (const [name, numbers] of Object.entries({ x, from })) requireTensorOf(name, numbers, [10], 'alpha, d, s and t');
  const mass = exp(mul(2, add(at(from, 0), at(x, 0))));
  const outer = factorOf(from);
  const L = matmul(outer, factorOf(x));
  const centerOfMass = add(slice(from, [7], [10]), matmul(outer, slice(x, [7], [10])));
  // second moments about the centre of mass: t t' is what its place adds
  const second = mul(mass, matmul(L, transpose(L)));
  const trace = add(add(at(second, 0, 0), at(second, 1, 1)), at(second, 2, 2));
  return { mass, centerOfMass, inertia: sub(mul(trace, eye(3)), second) };
}

/** Its upper triangular part of 3 x 3. */
function factorOf(x: PopulationTensor): PopulationTensor {
  const [e1, e2, e3] = [1, 2, 3].map((i) => exp(at(x, i)));
  const [s12, s23, s13] = [4, 5, 6].map((i) => at(x, i));
  const none = tensor(0);
  return reshape(stack([e1, s12, s13, none, e2, s23, none, none, e3]), [3, 3]);
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
  const numbers = numbersOf(body, true);
  if (numbers) return numbers;
  throw new ArgumentError('body.inertia', body.inertia.join(', '), 'moments of a body that can exist: A + B >= C');
}

/** The same of what may be no body that can exist, or one at the border: null then. */
export const logCholeskyIfInside = (body: LinkInertia): Float64Array | null =>
  body.mass > 0 ? numbersOf(body, false) : null;

function numbersOf(body: LinkInertia, mayMove: boolean): Float64Array | null {
  requireParts('body', body, { mass: 'a number', centerOfMass: 'a list', inertia: 'a list' });
  const { mass, centerOfMass, inertia } = body;
  if (!(mass > 0)) throw new ArgumentError('body.mass', `${mass} kg`, 'a positive mass');
  const half = (inertia[0] + inertia[4] + inertia[8]) / 2;
  const own = inertia.map((entry, i) => ((i % 4 === 0 ? half : 0) - entry) / mass);
  const least = thinnest * Math.max(own[0], own[4], own[8], smallest);
  const isThin = ({ e1, e2, e3 }: ReturnType<typeof upperFactor>): boolean =>
    !(e1 * e1 >= least / 2 && e2 * e2 >= least / 2 && e3 * e3 >= least / 2);
  const plain = upperFactor(own, 0);
  const factor = isThin(plain) && mayMove ? upperFactor(own, least) : plain;
  if (isThin(factor)) return null;
  const { e1, e2, e3, s12, s13, s23 } = factor;
  const logarithm = (x: number): number => log.value(x, 0, 0);
  return Float64Array.from([logarithm(mass) / 2, ...[e1, e2, e3].map(logarithm), s12, s23, s13, ...centerOfMass]);
}

/** The ten numbers x of a body seen from another: those with which `bodyOfLogCholesky(x, from)` is the body of `numbers`. */
export function seenFrom(numbers: Float64Array, from: Float64Array): Float64Array {
  for (const [name, given] of Object.entries({ numbers, from }))
    if (!(given instanceof Float64Array) || given.length !== 10)
      throw new ArgumentError(name, `${given.length} numbers`, 'a Float64Array of alpha, d, s and t');
  const e = (i: number): number => exponential.value(from[i], 0, 0);
  const [, , d2, d3, s12, s23, s13] = numbers;
  const [e2, e3] = [d2, d3].map((d) => exponential.value(d, 0, 0));
  /** U0^-1 of a column, its last entry first. */
  const solved = (column: readonly [number, number, number]): [number, number, number] => {
    const z = column[2] / e(3);
    const y = (column[1] - from[5] * z) / e(2);
    return [(column[0] - from[4] * y - from[6] * z) / e(1), y, z];
  };
  const [second, third] = [solved([s12, e2, 0]), solved([s13, s23, e3])];
  const place = solved([numbers[7] - from[7], numbers[8] - from[8], numbers[9] - from[9]]);
  const difference = (i: number): number => numbers[i] - from[i];
  return Float64Array.from([0, 1, 2, 3].map(difference).concat(second[0], third[1], third[0], place));
}
