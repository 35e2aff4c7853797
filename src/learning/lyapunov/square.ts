/** @file Square matrices of plain numbers, row by row: what has to hold of them, and their product. */
import { requireInstance, requireInteger, requireList } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';

/** Refuses what is no matrix [n, n]. */
export function requireSquare(what: string, matrix: Float64Array, n: number): void {
  requireInteger('n', n, 1);
  requireInstance(what, matrix, Float64Array);
  if (matrix.length !== n * n) throw new ArgumentError(what, `${matrix.length} numbers`, `${n * n} numbers`);
}

/** Refuses what is no list of matrices [n, n]. */
export function requireSquares(what: string, matrices: readonly Float64Array[], n: number): void {
  requireInteger('n', n, 1);
  requireList(what, matrices, 'a list of matrices');
  matrices.forEach((matrix, k) => requireSquare(`${what}[${k}]`, matrix, n));
}

/** A B. */
export function times(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k];
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) product[i * n + j] += factor * b[k * n + j];
    }
  return product;
}

/** A'. */
export const transposed = (a: Float64Array, n: number): Float64Array =>
  a.map((_, k) => a[(k % n) * n + Math.floor(k / n)]);
