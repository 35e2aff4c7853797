/** @file Ops that factorize matrices and solve systems, with operands to test them on. */
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { cholesky, solve, solveCholesky } from '../../../src/core/ops/factorization.ts';
import { concat, transpose } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { provided } from '../../../src/core/ops/matrix-structure.ts';
import { triangularFactor } from '../../../src/core/ops/triangular-factor.ts';
import { solveTriangular } from '../../../src/core/ops/triangular-solve.ts';
import { eye, type PopulationTensor } from '../../../src/core/population-tensor.ts';
import { type OpCase, structural } from './op-case.ts';

/** A symmetric positive definite matrix from any square one. */
const definite = (x: PopulationTensor): PopulationTensor => add(matmul(x, transpose(x)), mul(2, eye(x.shape[0])));
export const systems: readonly OpCase[] = [
  structural('provided', (x) => provided('symmetric', 'provided', add(x, transpose(x)), x), [[1, 1]], [[3, 3]]),
  structural('cholesky', (x) => cholesky(definite(x)), [[1, 1]], [[3, 3]], [[4, 4]]),
  structural(
    'solve',
    (x, b) => solve(definite(x), b),
    [[3, 3], [3]],
    [
      [2, 2],
      [2, 3],
    ],
  ),
  structural(
    'solveCholesky',
    (x, b) => solveCholesky(cholesky(definite(x)), b),
    [[3, 3], [3]],
    [
      [2, 2],
      [2, 2],
    ],
  ),
  structural(
    'solveTriangular',
    (x, b) => add(solveTriangular(definite(x), b), solveTriangular(definite(x), b, { transposed: true })),
    [[3, 3], [3]],
    [
      [2, 2],
      [2, 3],
    ],
  ),
  structural(
    'triangularFactor',
    (x) => triangularFactor(concat([x, mul(2, eye(x.shape[0]))], 1)),
    [[1, 1]],
    [[3, 2]],
    [[4, 5]],
  ),
];
