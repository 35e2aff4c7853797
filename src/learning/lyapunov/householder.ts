/** @file QR factorization of small square matrices of plain numbers, by Householder reflections (Golub and Van Loan 2013, algorithm 5.2.1). */
import { largest } from '../../core/largest.ts';
import { requireSquare } from './square.ts';

/** A = Q R, all [n, n] row by row: Q orthogonal, R upper triangular with a diagonal of at least 0. */
export interface Qr {
  readonly Q: Float64Array;
  readonly R: Float64Array;
  /** What rounding may have made of each entry of R: [n, n]. */
  readonly rounding: Float64Array;
}

/**
 * The QR factorization of a matrix [n, n], row by row. Columns that depend on those before leave a 0 (or rounding) on the diagonal
 * of R, and Q is orthogonal all the same. `sizes` [n, n] are what the entries were added up from, where that is more than they are.
 * Throws an ArgumentError where there are not n n numbers (Cox and Higham 1998, of rows of many sizes).
 */
export function qr(matrix: Float64Array, n: number, sizes = matrix): Qr {
  requireSquare('matrix', matrix, n);
  requireSquare('sizes', sizes, n);
  // the largest rows first: those of small numbers keep their digits
  const order = rowsBySize(matrix, n);
  const R = Float64Array.from(matrix, (_, k) => matrix[order[Math.floor(k / n)] * n + (k % n)]);
  const bounds = Float64Array.from(sizes, (_, k) => Math.abs(sizes[order[Math.floor(k / n)] * n + (k % n)]));
  const reflections: Float64Array[] = [];
  for (let k = 0; k < n; k++) {
    const v = reflectionOf(R, n, k);
    reflections.push(v);
    reflect(R, n, v, k);
    bound(bounds, n, v, k);
  }
  const sorted = identity(n);
  for (let k = n - 1; k >= 0; k--) reflect(sorted, n, reflections[k], k);
  const Q = new Float64Array(n * n);
  order.forEach((row, place) => Q.set(sorted.subarray(place * n, (place + 1) * n), row * n));
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) R[i * n + k] = 0;
    if (!(R[k * n + k] < 0)) continue;
    for (let j = 0; j < n; j++) {
      R[k * n + j] = 0 - R[k * n + j];
      Q[j * n + k] = 0 - Q[j * n + k];
    }
  }
  return { Q, R, rounding: bounds.map((size) => 4 * n * 2 ** -52 * size) };
}

/** Rows of a matrix, that of the largest entry first. */
function rowsBySize(matrix: Float64Array, n: number): number[] {
  const sizes = Array.from({ length: n }, (_, i) => largest(0, matrix.subarray(i * n, (i + 1) * n).map(Math.abs)));
  return Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a] || a - b);
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

/**
 * What the entries behind a reflection were added up from, |A| or |v| (|v|' |A|), by the largest term, as rounding errors of many do
 * not add up; v may be short of the least number.
 */
function bound(sizes: Float64Array, n: number, v: Float64Array, k: number): void {
  for (let j = k; j < n; j++) {
    let along = 0;
    for (let i = k; i < n; i++) along = Math.max(along, Math.abs(v[i]) * sizes[i * n + j]);
    for (let i = k; i < n; i++) sizes[i * n + j] = Math.max(sizes[i * n + j], (Math.abs(v[i]) + 2 ** -1022) * along);
  }
}
