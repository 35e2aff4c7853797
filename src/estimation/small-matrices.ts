/** @file Small symmetric matrices in plain numbers: factors that bear a lost rank, inverses by factors, eigenvalues by Jacobi's rotations. */
import { requireList } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';

/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

/** Refuses what is no square matrix of finite numbers. */
export function requireSquare(argument: string, a: Matrix): void {
  requireList(argument, a);
  for (const row of a)
    if (!Array.isArray(row) || row.length !== a.length || !row.every(Number.isFinite))
      throw new ArgumentError(argument, 'rows that do not fit, or are not finite', 'a square matrix of finite numbers');
}

/** A matrix by its entries. */
export const matrixOf = (rows: number, columns: number, entry: (i: number, j: number) => number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => entry(i, j)));

export const transposed = (a: Matrix): Matrix => matrixOf(a[0]?.length ?? 0, a.length, (i, j) => a[j][i]);

export const product = (a: Matrix, b: Matrix): Matrix =>
  matrixOf(a.length, b[0]?.length ?? 0, (i, j) => a[i].reduce((sum, entry, k) => sum + entry * b[k][j], 0));

/** Of a pivot to its diagonal entry: below it the rest is rounding. */
const lostRank = 1e-14;

/** Lower triangular L with L L' = A, for a symmetric A without negative eigenvalues: columns without a rest are 0. */
export function semidefiniteFactor(a: Matrix): Matrix {
  requireSquare('a', a);
  const l = a.map((row) => row.map(() => 0));
  for (let j = 0; j < a.length; j++) {
    const rest = (i: number): number => a[i][j] - l[j].slice(0, j).reduce((sum, entry, k) => sum + entry * l[i][k], 0);
    const pivot = rest(j);
    if (!(pivot > lostRank * a[j][j])) continue;
    l[j][j] = Math.sqrt(pivot);
    for (let i = j + 1; i < a.length; i++) l[i][j] = rest(i) / l[j][j];
  }
  return l;
}

/** Y with L Y = B, for a lower triangular L without a 0 on its diagonal. */
const substituted = (l: Matrix, b: Matrix): Matrix => {
  const rows: number[][] = [];
  b.forEach((row, i) => {
    const rest = row.map((entry, c) => l[i].slice(0, i).reduce((sum, factor, k) => sum - factor * rows[k][c], entry));
    rows.push(rest.map((entry) => entry / l[i][i]));
  });
  return rows;
};

/** X with L L' X = B, for a lower triangular L without a 0 on its diagonal. */
export function solvedByFactor(l: Matrix, b: Matrix): Matrix {
  requireSquare('l', l);
  requireList('b', b);
  const reversed = (rows: Matrix): Matrix => rows.toReversed();
  // L' read backwards is lower triangular
  const upper = reversed(transposed(l)).map((row) => row.toReversed());
  return reversed(substituted(upper, reversed(substituted(l, b))));
}

/** S with S S' = (A^-1 + J)^-1 for A = L L', also where that has no inverse: S = L K^-T with K K' = 1 + L' J L. */
export function factorWithInformation(l: Matrix, information: Matrix): Matrix {
  requireList('l', l);
  requireSquare('information', information);
  const n = l[0]?.length ?? 0;
  const told = product(product(transposed(l), information), l);
  const k = semidefiniteFactor(matrixOf(n, n, (i, j) => (i === j ? 1 : 0) + (told[i][j] + told[j][i]) / 2));
  return transposed(substituted(k, transposed(l)));
}

/** Eigenvalues, ascending, and their vectors, a row each. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: Matrix;
}

/** Rotations of all pairs, over and over, until nothing is left off the diagonal (Jacobi 1846; Golub and Van Loan, section 8.5). */
export function symmetricEigen(matrix: Matrix): Eigen {
  requireSquare('matrix', matrix);
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let all = 0;
    a.forEach((row, i) => row.forEach((entry, j) => ((all += entry * entry), i !== j && (off += entry * entry))));
    if (off <= 1e-30 * all) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[i][i] - a[j][j]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v[i]) };
}

/** Turns rows and columns p and q so that a[p][q] is 0; rows of v along with them. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
  for (const rows of [a, v])
    [rows[p], rows[q]] = [
      rows[p].map((entry, k) => c * entry - s * rows[q][k]),
      rows[p].map((entry, k) => s * entry + c * rows[q][k]),
    ];
}
