/** @file QR factorization of small square matrices of plain numbers, by Householder reflections (Golub and Van Loan 2013, algorithm 5.2.1). */
import { requireSquare } from './square.ts';

/** A = Q R, all [n, n] row by row: Q orthogonal, R upper triangular with a diagonal of at least 0. */
export interface Qr {
  readonly Q: Float64Array;
  readonly R: Float64Array;
}

/**
 * The QR factorization of a matrix [n, n], row by row. Columns that depend on those before leave a 0 (or rounding) on the diagonal
 * of R, and Q is orthogonal all the same. Throws an ArgumentError where there are not n n numbers.
 */
export function qr(matrix: Float64Array, n: number): Qr {
  requireSquare('matrix', matrix, n);
  const R = matrix.slice();
  const reflections: Float64Array[] = [];
  for (let k = 0; k < n; k++) {
    const v = reflectionOf(R, n, k);
    reflections.push(v);
    reflect(R, n, v, k);
  }
  const Q = identity(n);
  for (let k = n - 1; k >= 0; k--) reflect(Q, n, reflections[k], k);
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) R[i * n + k] = 0;
    if (!(R[k * n + k] < 0)) continue;
    for (let j = 0; j < n; j++) {
      R[k * n + j] = 0 - R[k * n + j];
      Q[j * n + k] = 0 - Q[j * n + k];
    }
  }
  return { Q, R };
}

/** The identity [n, n]. */
export function identity(n: number): Float64Array {
  const one = new Float64Array(n * n);
  for (let i = 0; i < n; i++) one[i * (n + 1)] = 1;
  return one;
}

/** Direction of the reflection that brings column k, from row k on, to a multiple of the first axis; of length sqrt 2, or 0. */
function reflectionOf(a: Float64Array, n: number, k: number): Float64Array {
  const v = new Float64Array(n);
  let size = 0;
  for (let i = k; i < n; i++) size = Math.max(size, Math.abs(a[i * n + k]));
  if (size === 0) return v;
  let square = 0;
  for (let i = k; i < n; i++) {
    v[i] = a[i * n + k] / size;
    square += v[i] * v[i];
  }
  const length = Math.sqrt(square);
  v[k] += v[k] < 0 ? -length : length;
  // |v|^2 = 2 length (length + |first|)
  const scale = Math.sqrt(length * Math.abs(v[k]));
  for (let i = k; i < n; i++) v[i] /= scale;
  return v;
}

/** A - v (v' A), from row k on. */
function reflect(a: Float64Array, n: number, v: Float64Array, k: number): void {
  const along = new Float64Array(n);
  for (let i = k; i < n; i++) for (let j = 0; j < n; j++) along[j] += v[i] * a[i * n + j];
  for (let i = k; i < n; i++) for (let j = 0; j < n; j++) a[i * n + j] -= v[i] * along[j];
}
