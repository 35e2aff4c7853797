/** @file Products of many Jacobians without overflow: Lyapunov exponents and singular values, as logarithms, by QR at every step (Benettin et al. 1980). */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { ArgumentError } from '../../errors.ts';
import { identity, qr } from './householder.ts';
import { atOnce, type InSteps } from './in-steps.ts';
import { logSingularValuesOf } from './graded.ts';
import { requireSquare, requireSquares, times, transposed } from './square.ts';

/** Finite-time Lyapunov exponents of a product of Jacobians. */
export interface Exponents {
  /** Per unit of the time that was given, the largest first; -Infinity where a direction is lost. */
  readonly values: readonly number[];
  /** Their sum: the mean of log |det J| over time. */
  readonly sum: number;
  /** log of how much each step stretched each direction of its frame, [steps, n], in the order of the frame. */
  readonly logs: readonly Float64Array[];
  /** Steps, from 0, whose Jacobian is singular: they lose a direction. */
  readonly singular: readonly number[];
  /** Said where an exponent is -Infinity; null where none is. */
  readonly warning: string | null;
}

/** What exponents are of. */
export interface ExponentOptions {
  /** Time of each Jacobian; default 1. */
  readonly time?: number;
  /** First steps that only turn the frame to where it belongs and are not counted; default 0. */
  readonly skip?: number;
}

/** A product of Jacobians J_T ... J_1, one after another: only its frame and logarithms are kept. */
export class JacobianProduct {
  readonly size: number;
  readonly #logs: Float64Array[] = [];
  readonly #singular: number[] = [];
  #Q: Float64Array;

  /**
   * `size`: of the state, n. `start`: an orthogonal matrix [n, n] whose columns are followed; default one that no system is aligned
   * to. Throws an ArgumentError where one does not fit.
   */
  constructor(size: number, start?: Float64Array) {
    requireInteger('size', size, 1);
    if (start !== undefined) requireSquare('start', start, size);
    this.size = size;
    this.#Q = start?.slice() ?? frame(size);
  }

  /**
   * Takes the next Jacobian [n, n], row by row: J Q = Q' R, and keeps log R_ii. What is below the rounding of its column is 0.
   * Returns R. Throws an ArgumentError where it does not fit or is not finite.
   */
  push(jacobian: Float64Array): Float64Array {
    const n = this.size;
    requireSquare('jacobian', jacobian, n);
    if (!jacobian.every(Number.isFinite))
      throw new ArgumentError('jacobian', `numbers that are not finite at step ${this.#logs.length}`, 'finite numbers');
    const moved = times(jacobian, this.#Q, n);
    const { Q, R } = qr(moved, n);
    const logs = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let column = 0;
      for (let row = 0; row < n; row++) column = Math.max(column, Math.abs(moved[row * n + i]));
      if (R[i * n + i] <= n * 2 ** -52 * column) R[i * n + i] = 0;
      logs[i] = log.value(R[i * n + i], 0, 0);
    }
    if (logs.includes(-Infinity)) this.#singular.push(this.#logs.length);
    this.#logs.push(logs);
    this.#Q = Q;
    return R;
  }

  /** Exponents of what was taken so far. */
  exponents(options: ExponentOptions = {}): Exponents {
    requireOptions('exponents', options, ['time', 'skip']);
    const { time = 1, skip = 0 } = options;
    if (!(time > 0 && time < Infinity)) throw new ArgumentError('time', String(time), 'more than 0');
    requireInteger('skip', skip, 0);
    const steps = this.#logs.length;
    const sums = new Float64Array(this.size);
    for (const logs of this.#logs.slice(skip)) logs.forEach((value, i) => (sums[i] += value));
    const rates = Array.from(sums, (sum) => (steps > skip ? sum / ((steps - skip) * time) : NaN));
    return {
      values: rates.toSorted((a, b) => b - a),
      sum: rates.reduce((total, rate) => total + rate, 0),
      logs: this.#logs.slice(),
      singular: this.#singular.slice(),
      warning: this.#warning(rates.filter((rate) => rate === -Infinity).length),
    };
  }

  #warning(lost: number): string | null {
    if (lost === 0) return null;
    const [first] = this.#singular;
    return `${lost} of ${this.size} exponents are -Infinity: ${this.#singular.length} of ${this.#logs.length} steps are singular, the first is step ${first}`;
  }
}

/** A frame to begin with that no system is aligned to: the reflection by a vector of numbers that are all different. */
function frame(n: number): Float64Array {
  const v = Float64Array.from({ length: n }, (_, i) => 1 / (i + 1.7));
  const square = v.reduce((sum, entry) => sum + entry * entry, 0);
  return identity(n).map((one, k) => one - (2 * v[Math.floor(k / n)] * v[k % n]) / square);
}

/**
 * Lyapunov exponents of the product of Jacobians [n, n], the first step's first. Throws an ArgumentError where they do not fit or
 * are not finite.
 */
export function lyapunovExponents(
  jacobians: readonly Float64Array[],
  n: number,
  options: ExponentOptions = {},
): Exponents {
  return atOnce(exponentsInSteps(jacobians, n, options));
}

/** The same, in steps. */
export function* exponentsInSteps(
  jacobians: readonly Float64Array[],
  n: number,
  options: ExponentOptions,
): InSteps<Exponents> {
  requireSquares('jacobians', jacobians, n);
  const product = new JacobianProduct(n);
  for (const jacobian of jacobians) {
    product.push(jacobian);
    yield;
  }
  return product.exponents(options);
}

/**
 * Logarithms of the singular values of the product J_T ... J_1, the largest first; -Infinity for those that are 0. The product
 * itself is never made. Throws an ArgumentError where the Jacobians do not fit.
 */
export function logSingularValues(jacobians: readonly Float64Array[], n: number): Float64Array {
  return atOnce(singularValuesInSteps(jacobians, n));
}

/** The same, in steps. */
export function* singularValuesInSteps(jacobians: readonly Float64Array[], n: number): InSteps<Float64Array> {
  requireSquares('jacobians', jacobians, n);
  // J_T ... J_1 = Q R_T ... R_1 P', whose triangular part is transposed and treated likewise, and so on: it becomes diagonal
  let factors: readonly Float64Array[] = yield* triangular(jacobians, n, frame(n));
  for (let sweep = 0; sweep < sweeps; sweep++)
    factors = yield* triangular(factors.map((R) => transposed(R, n)).toReversed(), n, identity(n));
  return yield* logSingularValuesOf(factors, n);
}

/** Sweeps of QR over all factors: what lies further apart than rotations look is apart by then. */
const sweeps = 4;

/** Triangular factors R_1 ... R_T of the product from a frame. */
function* triangular(factors: readonly Float64Array[], n: number, start: Float64Array): InSteps<Float64Array[]> {
  const product = new JacobianProduct(n, start);
  const found: Float64Array[] = [];
  for (const factor of factors) {
    found.push(product.push(factor));
    yield;
  }
  return found;
}
