/** @file The Kalman filter of a textbook: covariances as lists of numbers, Joseph's form, an explicit inverse; for tests. */

export type Matrix = readonly (readonly number[])[];

export const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((total, x, k) => total + x * b[k][j], 0)));
export const transposed = (a: Matrix): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
export const sum = (a: Matrix, b: Matrix): number[][] => a.map((row, i) => row.map((x, j) => x + b[i][j]));
export const square = (a: Matrix): number[][] => product(a, transposed(a));
const scaled = (a: Matrix, by: number): number[][] => a.map((row) => row.map((x) => by * x));
const unit = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
const column = (x: readonly number[]): number[][] => x.map((y) => [y]);

/** Inverse and determinant by Gauss-Jordan elimination with pivots. */
export function inverse(a: Matrix): { readonly inverse: number[][]; readonly determinant: number } {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...unit(n)[i]]);
  let determinant = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    if (pivot !== k) determinant = -determinant;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    determinant *= rows[k][k];
    const own = rows[k].map((x) => x / rows[k][k]);
    rows.forEach((row, i) => {
      rows[i] = i === k ? own : row.map((x, j) => x - row[k] * own[j]);
    });
  }
  return { inverse: rows.map((row) => row.slice(n)), determinant };
}

export interface Belief {
  readonly x: readonly number[];
  readonly P: Matrix;
}

/** One reading of the channels that are present: belief after it, normalized square and log-likelihood. */
export function corrected(
  { x, P }: Belief,
  { H: all, deviation }: { readonly H: Matrix; readonly deviation: readonly number[] },
  reading: readonly (number | null)[],
): Belief & { readonly nis: number; readonly logLikelihood: number } {
  const there = reading.flatMap((y, i) => (y === null ? [] : [i]));
  if (there.length === 0) return { x, P, nis: 0, logLikelihood: 0 };
  const H = there.map((i) => all[i]);
  const R = there.map((i, k) => there.map((_, j) => (j === k ? deviation[i] ** 2 : 0)));
  const S = sum(product(product(H, P), transposed(H)), R);
  const { inverse: inverseS, determinant } = inverse(S);
  const r = there.map((i) => [reading[i]! - product([all[i]], column(x))[0][0]]);
  const K = product(product(P, transposed(H)), inverseS);
  const I_KH = sum(unit(x.length), scaled(product(K, H), -1));
  const nis = product(product(transposed(r), inverseS), r)[0][0];
  return {
    x: product(K, r).map(([dx], i) => x[i] + dx),
    P: sum(product(product(I_KH, P), transposed(I_KH)), product(product(K, R), transposed(K))),
    nis,
    logLikelihood: -0.5 * (nis + Math.log(determinant) + there.length * Math.log(2 * Math.PI)),
  };
}

export const predicted = ({ x, P }: Belief, A: Matrix, G: Matrix): Belief => ({
  x: product(A, column(x)).map(([y]) => y),
  P: sum(product(product(A, P), transposed(A)), square(G)),
});
