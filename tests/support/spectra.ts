/** @file Symmetric matrices whose eigenvalues are known or asked of another library, and what they make of vectors. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Random } from './random.ts';

export type Rows = readonly (readonly number[])[];

export const productWith =
  (rows: Rows) =>
  (v: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => row.reduce((sum, entry, i) => sum + entry * v[i], 0));

export const rowsOf = (matrix: Float64Array, size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from(matrix.subarray(i * size, (i + 1) * size)));

export const flat = (rows: Rows): Float64Array => Float64Array.from(rows.flat());

/** Entries spread evenly over [-1, 1]. */
export function randomSymmetric(random: Random, size: number): number[][] {
  const rows = Array.from({ length: size }, () => random.list(size, -1, 1));
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) rows[i][j] = rows[j][i];
  return rows;
}

/** A symmetric matrix of these eigenvalues: reflected at two random planes. */
export function withEigenvalues(random: Random, eigenvalues: readonly number[]): number[][] {
  const n = eigenvalues.length;
  let rows = eigenvalues.map((value, i) => eigenvalues.map((_, j) => (i === j ? value : 0)));
  for (let k = 0; k < 2; k++) {
    const u = random.list(n, -1, 1);
    const square = u.reduce((sum, x) => sum + x * x, 0);
    const au = rows.map((row) => row.reduce((sum, x, j) => sum + x * u[j], 0));
    const uau = au.reduce((sum, x, i) => sum + x * u[i], 0);
    rows = rows.map((row, i) =>
      row.map(
        (x, j) => x - (2 / square) * (u[i] * au[j] + au[i] * u[j]) + ((4 * uau) / square / square) * (u[i] * u[j]),
      ),
    );
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) rows[i][j] = rows[j][i];
  return rows;
}

/** Eigenvalues by ml-matrix, ascending. */
export const theirEigenvalues = (rows: Rows): number[] =>
  new EigenvalueDecomposition(new Matrix(rows.map((row) => [...row])), { assumeSymmetric: true }).realEigenvalues.sort(
    (a, b) => a - b,
  );

/** Largest |actual - expected| as a part of the largest |expected|. */
export function spectralError(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) throw new Error(`${actual.length} eigenvalues against ${expected.length}`);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - actual[i])), 0) / scale;
}
