/** @file The triangular factor of a product A A' without forming it: how square roots of covariances are added. */
import { ShapeError } from '../../errors.ts';
import { withAdjoint } from '../derivative/with-adjoint.ts';
import { type PopulationTensor, tensor, type TensorLike, zeros } from '../population-tensor.ts';
import { sqrt, square, sub } from './arithmetic.ts';
import { lessEqual } from './comparison.ts';
import { add, choose, mul } from './elementwise.ts';
import { concat, reshape, slice, transpose } from './indexing.ts';
import { matmul } from './linear-algebra.ts';
import { sum } from './reduction.ts';
import { lenient, lenientQuotient, lowerPart, upperPart } from './triangular-solve.ts';

/** What is left of a row counts as nothing below this part of the row, a column: rounding, 4 units in the last place. */
const roundingOfColumn = 2 ** -50;

/** Square of a row [1, m], [1, 1]. */
const squareOf = (row: PopulationTensor): PopulationTensor => reshape(sum(square(row)), [1, 1]);

/** Modified Gram-Schmidt on rows: each, made a unit, is taken out of all that follow. L's columns are what was taken. */
function orthogonalized(a: PopulationTensor): PopulationTensor {
  const [n, m] = a.shape;
  if (n === 0) return zeros([0, 0]);
  const columns: PopulationTensor[] = [];
  let rest = a;
  for (let k = 0; k < n; k++) {
    const row = slice(rest, [0], [1]);
    const left = squareOf(row);
    const isNothing = lessEqual(left, mul((m * roundingOfColumn) ** 2, squareOf(slice(a, [k], [k + 1]))));
    const pivot = choose(isNothing, 0, sqrt(add(left, isNothing)));
    const unit = lenientQuotient(row, pivot);
    const others = slice(rest, [1], [n - k]);
    const parts = matmul(others, transpose(unit));
    rest = sub(others, mul(parts, unit));
    columns.push(concat([zeros([k, 1]), pivot, parts]));
  }
  return concat(columns, 1);
}

/** Units Q of A = L Q, [n, m]: a row of 0 where L's pivot is 0. */
const unitsOf = (a: PopulationTensor, L: PopulationTensor): PopulationTensor => lenient.lower({ factor: L, right: a });

/** With M = dA Q' and U what stands above the diagonal of L^-1 M: Q turns by U - U', and dL = M - L (U - U'). */
const factorOf = withAdjoint('triangularFactor', orthogonalized, {
  isClosed: true,
  jvp: (a, L, dA) => {
    const M = matmul(dA, transpose(unitsOf(a, L)));
    const U = upperPart(lenient.lower({ factor: L, right: M }));
    return lowerPart(sub(M, matmul(L, sub(U, transpose(U)))));
  },
  vjp: (a, L, bar) => {
    const lower = lowerPart(bar);
    const N = matmul(transpose(L), lower);
    const M = add(lower, lenient.transposed({ factor: L, right: upperPart(sub(transpose(N), N)) }));
    return matmul(M, unitsOf(a, L));
  },
});

/**
 * Lower triangular L [n, n] with L L' = A A', for A of shape [n, m]; no entry of its diagonal is negative. A A' is not formed: L
 * errs by the rounding of A, row by row. A row that depends on those before it (the rest is below 4 m units in the last place of
 * the row: rounding) has a pivot of exactly 0, and a column of 0 below it. The factor of a factor is itself, bit for bit.
 *
 * Derivatives are exact where no pivot is 0. Where one is, L has a kink, as a norm has at 0: the pivot and its column then count
 * as constant and all else moves as it does, so that derivatives are finite, and exact along moves that keep the dependence.
 */
export function triangularFactor(a: TensorLike): PopulationTensor {
  const matrix = tensor(a);
  if (matrix.shape.length !== 2)
    throw new ShapeError('triangularFactor', [matrix.shape], 'not a matrix', 'give shape [n, m]');
  return matrix.shape[1] === 0 ? zeros([matrix.shape[0], matrix.shape[0]], matrix.population) : factorOf(matrix);
}
