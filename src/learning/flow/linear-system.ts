/** @file A small dense linear system, by elimination with row exchanges: factored once, solved for many right-hand sides. */
import { requireInstance, requireInteger } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';

/**
 * x = A^-1 b for as many b as are wanted, A [n, n] row by row. Of a singular matrix the solutions are not finite. Throws an
 * ArgumentError where there are not n n numbers (Golub and Van Loan 2013, algorithm 3.4.1).
 */
export function solverOf(matrix: Float64Array, n: number): (b: Float64Array) => Float64Array {
  requireInteger('n', n, 0);
  requireInstance('matrix', matrix, Float64Array);
  if (matrix.length !== n * n) throw new ArgumentError('matrix', `${matrix.length} numbers`, `${n * n} numbers`);
  const a = matrix.slice();
  const rows = Array.from({ length: n }, (_, i) => i);
  for (let k = 0; k < n; k++) {
    exchange(a, rows, n, k);
    const pivot = a[rows[k] * n + k];
    for (let i = k + 1; i < n; i++) {
      const row = rows[i] * n;
      const factor = (a[row + k] /= pivot);
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) a[row + j] -= factor * a[rows[k] * n + j];
    }
  }
  return (b) => {
    const x = Float64Array.from(rows, (row) => b[row]);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) x[i] -= a[rows[i] * n + j] * x[j];
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) x[i] -= a[rows[i] * n + j] * x[j];
      x[i] /= a[rows[i] * n + i];
    }
    return x;
  };
}

/** Brings the row of the largest entry of column k to place k. */
function exchange(a: Float64Array, rows: number[], n: number, k: number): void {
  let largest = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(a[rows[i] * n + k]) > Math.abs(a[rows[largest] * n + k])) largest = i;
  [rows[k], rows[largest]] = [rows[largest], rows[k]];
}
