/** @file How much of a disturbance is left or has become at the end of a product of Jacobians, and which one grows most. */
import { memberNorms, norm } from '../../core/member-norms.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { atOnce, type InSteps } from './in-steps.ts';
import { identity } from './householder.ts';
import { requireSquares, times } from './square.ts';

/** Growth towards the end, or from the start; logarithms, so that nothing overflows. */
export interface Growth {
  /** log of the Frobenius norm, [T + 1]: of dx_T/dx_t for t = 0 .. T, or of dx_t/dx_0. */
  readonly logs: Float64Array;
  /** log of the norm of each column: of a unit disturbance of each number of the state, [T + 1] of [n]. */
  readonly columns: readonly Float64Array[];
}

const logOf = (x: number): number => log.value(x, 0, 0);

/** A matrix as a multiple of one whose norm is about 1, so that products of many keep within range: e^scale times it. */
export interface Scaled {
  readonly matrix: Float64Array;
  readonly scale: number;
}

function rescaled({ matrix, scale }: Scaled): Scaled {
  const size = norm(matrix);
  if (!(size > 0 && size < Infinity)) return { matrix, scale };
  return { matrix: matrix.map((entry) => entry / size), scale: scale + logOf(size) };
}

function columnLogs({ matrix, scale }: Scaled, n: number): Float64Array {
  return memberNorms([matrix], n).map((length) => scale + logOf(length));
}

const frobenius = ({ matrix, scale }: Scaled): number => scale + logOf(norm(matrix));

/**
 * Growth of a disturbance at step t until the end: dx_T/dx_t = J_T ... J_(t+1) for t = 0 .. T. Throws an ArgumentError where the
 * Jacobians [n, n], the first step's first, do not fit.
 */
export function growthToEnd(jacobians: readonly Float64Array[], n: number): Growth {
  return atOnce(growthInSteps(jacobians, n));
}

/** The same, in steps. */
export function* growthInSteps(jacobians: readonly Float64Array[], n: number): InSteps<Growth> {
  requireSquares('jacobians', jacobians, n);
  const steps = jacobians.length;
  const logs = new Float64Array(steps + 1);
  const columns = new Array<Float64Array>(steps + 1);
  let product: Scaled = { matrix: identity(n), scale: 0 };
  for (let t = steps; t >= 0; t--) {
    if (t < steps) product = rescaled({ matrix: times(product.matrix, jacobians[t], n), scale: product.scale });
    logs[t] = frobenius(product);
    columns[t] = columnLogs(product, n);
    yield;
  }
  return { logs, columns };
}

/** Growth of a disturbance of the start until step t: dx_t/dx_0 = J_t ... J_1 for t = 0 .. T. Throws like `growthToEnd`. */
export function growthFromStart(jacobians: readonly Float64Array[], n: number): Growth {
  requireSquares('jacobians', jacobians, n);
  const all = [...productsFromStart(jacobians, n)];
  return { logs: Float64Array.from(all, frobenius), columns: all.map((each) => columnLogs(each, n)) };
}

/** dx_t/dx_0 = J_t ... J_1 for t = 0 .. T, one after another. */
export function* productsFromStart(jacobians: readonly Float64Array[], n: number): Generator<Scaled, void, undefined> {
  let product: Scaled = { matrix: identity(n), scale: 0 };
  yield product;
  for (const jacobian of jacobians) {
    product = rescaled({ matrix: times(jacobian, product.matrix, n), scale: product.scale });
    yield product;
  }
}

/** Turns of the power iteration: directions whose growth differs by 10 % are told apart. */
const turns = 200;

/**
 * The unit disturbance [n] of the start that grows most until the end, its first number that is not 0 positive: by power iteration
 * with the product and its transpose, rescaled. Throws like `growthToEnd`.
 */
export function dominantDirection(jacobians: readonly Float64Array[], n: number): Float64Array {
  requireSquares('jacobians', jacobians, n);
  // of the product the scale alone is lost
  let product = identity(n);
  for (const jacobian of jacobians) product = rescaled({ matrix: times(jacobian, product, n), scale: 0 }).matrix;
  let v = Float64Array.from({ length: n }, (_, i) => 1 + i / n);
  for (let turn = 0; turn < turns; turn++) {
    const moved = applied(product, v, n, false);
    const back = applied(product, moved, n, true);
    const size = norm(back);
    if (!(size > 0)) break;
    v = back.map((entry) => entry / size);
  }
  const size = norm(v);
  const sign = (v.find((entry) => Math.abs(entry) > 1e-12 * size) ?? 1) < 0 ? -1 : 1;
  return v.map((entry) => (sign * entry) / size);
}

/** A v, or A' v. */
function applied(matrix: Float64Array, v: Float64Array, n: number, transpose: boolean): Float64Array {
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const entry = matrix[i * n + j];
      if (transpose) result[j] += entry * v[i];
      else result[i] += entry * v[j];
    }
  return result;
}
