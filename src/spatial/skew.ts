/** @file The matrix of a cross product, and the vector of a matrix's antisymmetric part. */
import { mul } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { gatherFlat } from '../core/ops/structural.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';

const entries = Int32Array.from([0, 2, 1, 2, 1, 0, 1, 0, 2]);
const signs = tensor([
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]);
const lower = Int32Array.from([7, 2, 3]);
const upper = Int32Array.from([5, 6, 1]);

/** [3, 3] matrix S with S y = x cross y, for x [3]. */
export function skew(x: TensorLike): PopulationTensor {
  const vector = tensor(x);
  requireShapeOf('skew', vector.shape, [3], 'a 3-vector');
  return mul(gatherFlat(vector, entries, [3, 3]), signs);
}

/** The vector [3] whose `skew` is W - W', for W [3, 3]. For W = a b' it is b cross a. */
export function vee(W: TensorLike): PopulationTensor {
  const matrix = tensor(W);
  requireShapeOf('vee', matrix.shape, [3, 3], 'a 3 x 3 matrix');
  return sub(gatherFlat(matrix, lower, [3]), gatherFlat(matrix, upper, [3]));
}
