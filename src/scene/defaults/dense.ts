/** @file Small dense symmetric matrices of plain numbers: what choosing gains needs. */

export type Rows = readonly (readonly number[])[];

/** L with L L' = A, by columns below the diagonal (Golub and Van Loan 2013, sec. 4.2); null where A is not positive definite. */
function choleskyOf(A: Rows): number[][] | null {
  const L = A.map((row) => row.map(() => 0));
  for (let j = 0; j < A.length; j++) {
    for (let i = j; i < A.length; i++) {
      let sum = A[i][j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      if (i === j && !(sum > 0)) return null;
      L[i][j] = i === j ? Math.sqrt(sum) : sum / L[j][j];
    }
  }
  return L;
}

/** The inverse of a symmetric positive definite matrix; null where it is none. */
export function inverseOf(A: Rows): number[][] | null {
  const L = choleskyOf(A);
  if (!L) return null;
  const n = A.length;
  const columns = A.map((_, unit) => {
    const x = L.map((_row, i) => (i === unit ? 1 : 0));
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= L[i][k] * x[k];
      x[i] /= L[i][i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] -= L[k][i] * x[k];
      x[i] /= L[i][i];
    }
    return x;
  });
  return columns;
}

/** The largest eigenvalue of a symmetric matrix without negative ones, and its unit vector. */
export interface Eigenpair {
  readonly value: number;
  readonly vector: readonly number[];
}

/** Most steps of the power iteration; what is left of the next eigenvalue then is of no account for a bound with a margin. */
const mostSteps = 200;

/** By power iteration from the column that is longest (Golub and Van Loan 2013, sec. 7.3). */
export function largestEigenpair(A: Rows): Eigenpair {
  const lengthOf = (x: readonly number[]): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const unit = (x: readonly number[]): number[] => x.map((value) => value / lengthOf(x));
  const longest = A.reduce((found, row) => (lengthOf(row) > lengthOf(found) ? row : found));
  if (lengthOf(longest) === 0) return { value: 0, vector: longest };
  let vector = unit(longest);
  let value = 0;
  for (let step = 0; step < mostSteps; step++) {
    const next = A.map((row) => row.reduce((sum, entry, i) => sum + entry * vector[i], 0));
    const size = lengthOf(next);
    vector = unit(next);
    if (Math.abs(size - value) <= 1e-6 * size) return { value: size, vector };
    value = size;
  }
  return { value, vector };
}
