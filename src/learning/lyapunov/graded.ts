/** @file Singular values of a product of triangular matrices whose diagonals fall steeply: by scales as logarithms, and Jacobi rotations of what lies close. */
import type { InSteps } from './in-steps.ts';
import { identity } from './householder.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { exp } from '../../core/scalar/exponential.ts';

const logOf = (x: number): number => log.value(x, 0, 0);
const expOf = (x: number): number => exp.value(x, 0, 0);

/** A graded triangular matrix: row i is exp(scales[i]) times a row of U, which has a unit diagonal. */
interface Graded {
  readonly scales: Float64Array;
  readonly U: Float64Array;
}

/** R_T ... R_1 as a graded matrix; a row that is lost has the scale -Infinity. */
function* gradedProduct(factors: readonly Float64Array[], n: number): InSteps<Graded> {
  let scales = new Float64Array(n);
  let U = identity(n);
  for (const R of factors) {
    const next = scales.map((scale, i) => scale + logOf(R[i * n + i]));
    const product = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      if (next[i] === -Infinity) continue;
      for (let k = i; k < n; k++) {
        // R_ik d_k / (R_ii d_i): of an ordered product at most about R_ik / R_ii
        const entry = R[i * n + k] / R[i * n + i];
        const factor = k === i ? 1 : entry === 0 || scales[k] === -Infinity ? 0 : entry * expOf(scales[k] - scales[i]);
        for (let j = k; j < n; j++) product[i * n + j] += factor * U[k * n + j];
      }
    }
    [scales, U] = [next, product];
    yield;
  }
  return { scales, U };
}

/** Gap of scales from which rows do not know of one another: its square is below rounding. */
const apart = 20;

/** Logarithms of the singular values of R_T ... R_1, the largest first, in steps. */
export function* logSingularValuesOf(factors: readonly Float64Array[], n: number): InSteps<Float64Array> {
  const { scales, U } = yield* gradedProduct(factors, n);
  const order = Array.from(scales.keys()).sort((a, b) => scales[b] - scales[a] || a - b);
  const blocks: number[][] = [];
  order.forEach((row, k) => {
    const isClose = k > 0 && scales[order[k - 1]] - scales[row] < apart;
    if (isClose) blocks.at(-1)!.push(row);
    else blocks.push([row]);
  });
  return Float64Array.from(blocks.flatMap((block) => ofBlock(block, scales, U, n)))
    .sort()
    .reverse();
}

/** Those of some rows: by rotations that make each two rows orthogonal (one-sided Jacobi), relative to the largest scale. */
function ofBlock(rows: readonly number[], scales: Float64Array, U: Float64Array, n: number): number[] {
  const top = scales[rows[0]];
  if (top === -Infinity) return rows.map(() => -Infinity);
  const vectors = rows.map((row) => U.subarray(row * n, row * n + n).map((entry) => entry * expOf(scales[row] - top)));
  for (let turn = 0; turn < mostTurns && rotatedAll(vectors) > 0; turn++);
  return vectors.map((vector) => top + logOf(Math.sqrt(product(vector, vector))));
}

const mostTurns = 60;

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Rotates every two vectors so that they are orthogonal; how many were not. */
function rotatedAll(vectors: readonly Float64Array[]): number {
  let count = 0;
  for (let i = 0; i < vectors.length; i++)
    for (let j = i + 1; j < vectors.length; j++) {
      const [a, b] = [vectors[i], vectors[j]];
      const [aa, bb, ab] = [product(a, a), product(b, b), product(a, b)];
      if (!(Math.abs(ab) > 1e-15 * Math.sqrt(aa) * Math.sqrt(bb))) continue;
      count++;
      const zeta = (bb - aa) / (2 * ab);
      const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
      const c = 1 / Math.sqrt(1 + t * t);
      const s = c * t;
      for (let k = 0; k < a.length; k++) [a[k], b[k]] = [c * a[k] - s * b[k], s * a[k] + c * b[k]];
    }
  return count;
}
