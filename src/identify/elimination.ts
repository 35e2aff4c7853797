/** @file Least squares by Householder's reflections, a block of rows at a time: what belongs to one recording is eliminated before the rest. */

/** Rows of a matrix, one after another. */
export interface Rows {
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * The upper triangular factor of rows, [min(rows, columns), columns]: R'R = A'A. Diagonals may have either sign. By Householder's
 * reflections (Golub and Van Loan 2013, algorithm 5.2.1).
 */
export function triangular({ columns, data }: Rows): Rows {
  const A = data.slice();
  const rows = columns === 0 ? 0 : A.length / columns;
  const most = Math.min(rows, columns);
  for (let j = 0; j < Math.min(most, rows - 1); j++) reflectColumn(A, rows, columns, j);
  return { columns, data: A.slice(0, most * columns) };
}

/** Makes column j 0 below its diagonal. */
function reflectColumn(A: Float64Array, rows: number, columns: number, j: number): void {
  let scale = 0;
  for (let i = j; i < rows; i++) scale = Math.max(scale, Math.abs(A[i * columns + j]));
  if (scale === 0) return;
  let square = 0;
  for (let i = j; i < rows; i++) square += (A[i * columns + j] / scale) ** 2;
  const length = scale * Math.sqrt(square);
  const first = A[j * columns + j];
  const pivot = first > 0 ? -length : length;
  const head = first - pivot;
  // u = (head, rest), u'u / 2 = -pivot head
  const half = -pivot * head;
  for (let c = j + 1; c < columns; c++) {
    let along = head * A[j * columns + c];
    for (let i = j + 1; i < rows; i++) along += A[i * columns + j] * A[i * columns + c];
    const factor = along / half;
    A[j * columns + c] -= factor * head;
    for (let i = j + 1; i < rows; i++) A[i * columns + c] -= factor * A[i * columns + j];
  }
  A[j * columns + j] = pivot;
  for (let i = j + 1; i < rows; i++) A[i * columns + j] = 0;
}

/** Rows of several matrices of the same columns, one after another. */
export function stacked(columns: number, parts: readonly Float64Array[]): Rows {
  const data = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { columns, data };
}

/**
 * x [size] that solves R x = b of an upper triangular R, row by row in the first `size` columns of rows whose last column is b; an entry is 0
 * where its pivot is.
 */
export function backSubstituted(
  { columns, data }: Rows,
  size: number,
  known: Float64Array = new Float64Array(0),
): Float64Array {
  const x = new Float64Array(size);
  const rows = data.length / columns;
  for (let i = Math.min(size, rows) - 1; i >= 0; i--) {
    let rest = data[i * columns + columns - 1];
    for (let j = 0; j < known.length; j++) rest -= data[i * columns + size + j] * known[j];
    for (let j = i + 1; j < size; j++) rest -= data[i * columns + j] * x[j];
    const pivot = data[i * columns + i];
    x[i] = pivot === 0 ? 0 : rest / pivot;
  }
  return x;
}
