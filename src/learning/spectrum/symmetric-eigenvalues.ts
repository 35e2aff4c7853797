/** @file Eigenvalues and eigenvectors of a dense symmetric matrix: Householder's reflections to a tridiagonal one, then QR steps. */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import { ArgumentError } from '../../errors.ts';
import { dot } from '../../optimize/vector.ts';
import { ascending, diagonalize, requireFiniteNumbers, scaleOf } from './tridiagonal.ts';

/** Eigenvalues, ascending, and unit eigenvectors where they were asked for. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** One a value; empty where none were asked for. */
  readonly vectors: readonly Float64Array[];
}

/** The unit vector u for which I - 2 u u' turns x into a multiple of the first unit vector; null where x is that already. */
function reflectionOf(x: Float64Array): Float64Array | null {
  const length = norm(x.subarray(1));
  if (length === 0) return null;
  const u = x.slice();
  // away from the first entry's sign, so that nothing cancels
  u[0] += (x[0] < 0 ? -1 : 1) * norm(x);
  const size = norm(u);
  return u.map((entry) => entry / size);
}

/** A <- (I - 2 u u') A (I - 2 u u') on the rows and columns behind k: symmetric by its rank-two form. */
function reflect(rows: readonly Float64Array[], k: number, u: Float64Array): void {
  const from = k + 1;
  const p = u.map((_, i) => 2 * dot(rows[from + i].subarray(from), u));
  const half = dot(u, p);
  for (let i = 0; i < u.length; i++) {
    const row = rows[from + i];
    for (let j = 0; j < u.length; j++) {
      // each product by its place in the triangle: both halves of the matrix have the same bits
      const [a, b] = i < j ? [i, j] : [j, i];
      row[from + j] += 2 * half * u[a] * u[b] - (p[a] * u[b] + u[a] * p[b]);
    }
  }
}

/** Columns of the product of all reflections, with which the matrix is Q T Q'. */
function productOf(reflections: readonly (Float64Array | null)[], n: number, isAsked: boolean): Float64Array[] {
  const columns = Array.from({ length: n }, (_, k) => {
    const column = new Float64Array(isAsked ? n : 0);
    if (isAsked) column[k] = 1;
    return column;
  });
  if (!isAsked) return columns;
  for (let k = reflections.length - 1; k >= 0; k--) {
    const u = reflections[k];
    if (!u) continue;
    for (const column of columns) {
      const part = column.subarray(k + 1);
      const along = 2 * dot(u, part);
      for (let i = 0; i < u.length; i++) part[i] -= along * u[i];
    }
  }
  return columns;
}

/** Refuses what is no symmetric matrix of finite numbers. */
function requireSymmetric(matrix: Float64Array, size: number): void {
  requireInteger('size', size, 0);
  requireFiniteNumbers('matrix', matrix);
  if (matrix.length !== size * size)
    throw new ArgumentError('matrix', `${matrix.length} numbers`, `${size * size} numbers`);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++)
      if (matrix[i * size + j] !== matrix[j * size + i])
        throw new ArgumentError(
          `matrix[${i}, ${j}]`,
          `${matrix[i * size + j]} beside ${matrix[j * size + i]}`,
          'a symmetric matrix',
          'give its symmetric part, half of the sum with its transpose',
        );
}

/**
 * Eigenvalues of a symmetric matrix [size, size], row by row; with `vectors` also its eigenvectors. About 4/3 size^3 operations, and
 * some 6 size^3 more for the vectors (Golub and Van Loan 2013, section 8.3.1). Throws an ArgumentError where it is not symmetric or a
 * number is not finite.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
  options: { readonly vectors?: boolean } = {},
): SymmetricEigen {
  requireOptions('symmetricEigen', options, ['vectors']);
  requireSymmetric(matrix, size);
  // of numbers about 1 no sum overflows
  const scale = scaleOf(largest(0, matrix.map(Math.abs)));
  const rows = Array.from({ length: size }, (_, i) =>
    matrix.slice(i * size, (i + 1) * size).map((entry) => entry / scale),
  );
  const reflections: (Float64Array | null)[] = [];
  const beside = new Float64Array(size);
  for (let k = 0; k + 1 < size; k++) {
    const x = rows[k].slice(k + 1);
    const u = reflectionOf(x);
    reflections.push(u);
    beside[k] = u ? (x[0] < 0 ? 1 : -1) * norm(x) : x[0];
    if (u) reflect(rows, k, u);
  }
  const values = Float64Array.from(rows, (row, i) => row[i]);
  const columns = productOf(reflections, size, options.vectors ?? false);
  diagonalize(values, beside, columns);
  const order = ascending(values);
  return {
    values: Float64Array.from(order, (i) => scale * values[i]),
    vectors: options.vectors ? order.map((i) => columns[i]) : [],
  };
}
