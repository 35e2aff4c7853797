/** @file The matrix of a cross product, and the vector of a matrix's antisymmetric part. */
import { mul } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { gatherFlat } from '../core/ops/structural.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../core/population-tensor.ts';

const entries = Int32Array.from([0, 2, 1, 2, 1, 0, 1, 0, 2]);
const signs = tensor([
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]);
const lower = Int32Array.from([7, 2, 3]);
const upper = Int32Array.from([5, 6, 1]);

/** [3, 3] matrix S with S y = x cross y. */
export const skew = (x: TensorLike): PopulationTensor => mul(gatherFlat(tensor(x), entries, [3, 3]), signs);

/** The vector [3] whose `skew` is W - W'. For W = a b' it is b cross a. */
export function vee(W: TensorLike): PopulationTensor {
  const matrix = tensor(W);
  return sub(gatherFlat(matrix, lower, [3]), gatherFlat(matrix, upper, [3]));
}
