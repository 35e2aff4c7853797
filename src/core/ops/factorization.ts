/** @file Cholesky factorization and solution of small symmetric positive definite systems. */
import { ArgumentError, ShapeError } from '../../errors.ts';
import { withSource } from '../application.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import { diagonalOf } from '../diagonal.ts';
import { ofTwo } from '../of-two.ts';
import { div, sqrt, sub } from './arithmetic.ts';
import { add, mul } from './elementwise.ts';
import { at, reshape, stack, transpose } from './indexing.ts';
import { provided } from './matrix-structure.ts';

function squareMatrix(operation: string, x: TensorLike): PopulationTensor {
  const value = tensor(x);
  if (value.shape.length !== 2 || value.shape[0] !== value.shape[1])
    throw new ShapeError(operation, [value.shape], 'not a square matrix', 'give shape [n, n]');
  return value;
}

function requirePositive(pivot: PopulationTensor, row: number): void {
  if (!pivot.isConcrete) return;
  pivot.data.forEach((value, member) => {
    if (!(value > 0))
      throw new ArgumentError(
        `cholesky: pivot ${row} of member ${member}`,
        String(value),
        'a positive number',
        'the matrix must be symmetric positive definite',
      );
  });
}

/** Rows of the lower factor as scalars, `rows[i][j]` for j <= i. All follow from the diagonal, which is given for a symmetric matrix only. */
function factorRows(operation: string, matrix: PopulationTensor): PopulationTensor[][] {
  const n = matrix.shape[0];
  // The mean of a symmetric pair is exact, and makes the cotangent symmetric too.
  const symmetric = mul(0.5, add(matrix, transpose(matrix)));
  const pivots = provided('symmetric', operation, matrix, diagonalOf(symmetric));
  const rows: PopulationTensor[][] = [];
  for (let i = 0; i < n; i++) {
    rows.push([]);
    for (let j = 0; j <= i; j++) {
      let rest = i === j ? at(pivots, i) : at(symmetric, i, j);
      for (let k = 0; k < j; k++) rest = sub(rest, mul(rows[i][k], rows[j][k]));
      if (i === j) {
        requirePositive(rest, i);
        rows[i].push(withSource({ note: `cholesky pivot ${i}` }, () => sqrt(rest)));
      } else rows[i].push(div(rest, rows[j][j]));
    }
  }
  return rows;
}

/** Solves L y = b for the scalars b, then L' x = y. */
function substitute(
  rows: readonly (readonly PopulationTensor[])[],
  b: readonly PopulationTensor[],
): PopulationTensor[] {
  const n = rows.length;
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = sub(x[i], mul(rows[i][k], x[k]));
    x[i] = div(x[i], rows[i][i]);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = sub(x[i], mul(rows[k][i], x[k]));
    x[i] = div(x[i], rows[i][i]);
  }
  return x;
}

function solveRows(operation: string, rows: readonly (readonly PopulationTensor[])[], b: TensorLike): PopulationTensor {
  const right = tensor(b);
  const n = rows.length;
  if (right.shape[0] !== n || right.shape.length > 2)
    throw new ShapeError(
      operation,
      [[n, n], right.shape],
      'the right side does not fit',
      `give shape [${n}] or [${n}, k]`,
    );
  if (right.size === 0) return right;
  if (right.shape.length === 1)
    return stack(
      substitute(
        rows,
        rows.map((_, i) => at(right, i)),
      ),
    );
  const columns = Array.from({ length: right.shape[1] }, (_, column) =>
    stack(
      substitute(
        rows,
        rows.map((_, i) => at(right, i, column)),
      ),
    ),
  );
  return stack(columns, 1);
}

/**
 * Lower triangular L with L L' = A, for a symmetric positive definite A of shape [n, n]. A matrix that is not symmetric up
 * to rounding (1e-9 of the geometric mean of the two diagonal entries) is refused: with an ArgumentError where its numbers
 * are known, by results that are NaN in a compiled function, which then throws unless `checkFinite` is off.
 */
export function cholesky(a: TensorLike): PopulationTensor {
  const matrix = squareMatrix('cholesky', a);
  const rows = factorRows('cholesky', matrix);
  const n = rows.length;
  if (n === 0) return matrix;
  return reshape(stack(rows.flatMap((row) => Array.from({ length: n }, (_, j) => row[j] ?? tensor(0)))), [n, n]);
}

/**
 * x with A x = b, given L = cholesky(A); b of shape [n] or [n, k]. An L that is not lower triangular is refused as `cholesky`
 * refuses what is not symmetric.
 */
export const solveCholesky = ofTwo('solveCholesky', (factor, b) => {
  const lower = squareMatrix('solveCholesky', factor);
  const pivots = provided('lowerTriangular', 'solveCholesky', lower, diagonalOf(lower));
  const rows = Array.from({ length: lower.shape[0] }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => (i === j ? at(pivots, i) : at(lower, i, j))),
  );
  return solveRows('solveCholesky', rows, b);
});

/** x with A x = b for a symmetric positive definite A of shape [n, n], refused as by `cholesky` where it is not; b of shape [n] or [n, k]. */
export const solve = ofTwo('solve', (a, b) => solveRows('solve', factorRows('solve', squareMatrix('solve', a)), b));
