/** @file Covariances as parameters without bounds: the lower triangular factor, with the logarithm of its diagonal (Pinheiro and Bates 1996). */
import { requireInstance } from '../../core/arguments.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { exp, log } from '../../core/ops/exponential.ts';
import { concat, gather, reshape } from '../../core/ops/indexing.ts';
import { eye, PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { ShapeError } from '../../errors.ts';

/** Rows of a triangle of so many entries; refused where there is none. */
function rowsOf({ shape }: PopulationTensor): number {
  const [size] = shape;
  const n = Math.round((Math.sqrt(8 * size + 1) - 1) / 2);
  if (shape.length !== 1 || (n * (n + 1)) / 2 !== size)
    throw new ShapeError('logCholesky', [shape], 'these entries fill no triangle', 'give shape [n (n + 1) / 2]');
  return n;
}

/** L [n, n] of the rows of its lower triangle [n (n + 1) / 2], logarithms on its diagonal: every such L is a factor of a covariance, and of one only. */
export function logCholesky(parameters: TensorLike): PopulationTensor {
  const given = tensor(parameters);
  const n = rowsOf(given);
  const places = Array.from({ length: n * n }, (_, place) => {
    const [i, j] = [Math.floor(place / n), place % n];
    return j > i ? given.size : (i * (i + 1)) / 2 + j;
  });
  const entries = reshape(gather(concat([given, [0]]), places), [n, n]);
  const onDiagonal = eye(n);
  return add(mul(sub(1, onDiagonal), entries), mul(onDiagonal, exp(mul(onDiagonal, entries))));
}

/** The parameters [n (n + 1) / 2] of a lower triangular factor [n, n] with a positive diagonal. Throws a ShapeError where it is not square. */
export function logCholeskyOf(factor: PopulationTensor): PopulationTensor {
  requireInstance('factor', factor, PopulationTensor);
  const [n, columns] = factor.shape;
  if (factor.shape.length !== 2 || n !== columns)
    throw new ShapeError('logCholeskyOf', [factor.shape], 'a factor is square', 'give shape [n, n]');
  const places = Array.from({ length: n }, (_, i) => Array.from({ length: i + 1 }, (__, j) => i * n + j)).flat();
  const entries = gather(reshape(factor, [n * n]), places);
  const onDiagonal = tensor(places.map((place) => (place % (n + 1) === 0 ? 1 : 0)));
  // off the diagonal the logarithm is of 1, which is 0
  const logs = log(add(mul(onDiagonal, entries), sub(1, onDiagonal)));
  return add(mul(sub(1, onDiagonal), entries), logs);
}
