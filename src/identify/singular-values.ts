/** @file Singular values and vectors of a small matrix by one-sided Jacobi rotations: small ones are as accurate as large ones. */
import { requireInteger } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';

/** A = U diag(values) V'. */
export interface SingularValues {
  /** Descending, [columns]. */
  readonly values: Float64Array;
  /** Right singular vectors, a unit vector [columns] a value. */
  readonly vectors: readonly Float64Array[];
}

const mostSweeps = 60;
/** Columns are taken for orthogonal where the cosine between them is below this. */
const orthogonal = 1e-15;

/**
 * Of a matrix [rows, columns], row by row, of at least as many rows (Demmel and Veselic 1992; Golub and Van Loan 2013, sec. 8.6.3). Throws an ArgumentError
 * where numbers are not finite or do not fill it.
 */
export function singularValues(data: Float64Array, columns: number): SingularValues {
  requireInteger('columns', columns, 0);
  if (!(data instanceof Float64Array) || (columns > 0 && data.length % columns !== 0) || !data.every(Number.isFinite))
    throw new ArgumentError('matrix', `${data.length} numbers`, `rows of ${columns} finite numbers`);
  const rows = columns === 0 ? 0 : data.length / columns;
  const A = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]),
  );
  const V = Array.from({ length: columns }, (_, j) => {
    const unit = new Float64Array(columns);
    unit[j] = 1;
    return unit;
  });
  for (let sweep = 0, isDone = false; sweep < mostSweeps && !isDone; sweep++) {
    isDone = true;
    for (let i = 0; i < columns; i++)
      for (let j = i + 1; j < columns; j++) if (rotate(A[i], A[j], V[i], V[j])) isDone = false;
  }
  const lengths = A.map((column) => Math.sqrt(product(column, column)));
  const order = lengths.map((_, j) => j).sort((i, j) => lengths[j] - lengths[i]);
  return { values: Float64Array.from(order, (j) => lengths[j]), vectors: order.map((j) => V[j]) };
}

function product(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** Turns two columns until they are orthogonal; whether there was something to turn. */
function rotate(x: Float64Array, y: Float64Array, v: Float64Array, w: Float64Array): boolean {
  const [a, b, c] = [product(x, x), product(y, y), product(x, y)];
  if (Math.abs(c) <= orthogonal * Math.sqrt(a * b) || c === 0) return false;
  const zeta = (b - a) / (2 * c);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + t * t);
  const sine = cosine * t;
  for (const [p, q] of [
    [x, y],
    [v, w],
  ])
    // prettier-ignore
    for (let i = 0; i < p.length; i++) {
      const [pi, qi] = [p[i], q[i]];
      p[i] = cosine * pi - sine * qi;
      q[i] = sine * pi + cosine * qi;
    }
  return true;
}
