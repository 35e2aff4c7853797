/** @file Symmetric matrices: from the upper triangle, so that a compiled program computes each pair once; and tr(J) 1 - J. */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { gatherFlat } from '../core/ops/structural.ts';
import { eye, type TensorLike, type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';

const upper = Int32Array.from([0, 1, 2, 1, 4, 5, 2, 5, 8]);

/** The symmetric [3, 3] matrix with the upper triangle of x [3, 3]; the lower one is not read. */
export function mirrorUpper(x: TensorLike): PopulationTensor {
  const matrix = tensor(x);
  requireShapeOf('mirrorUpper', matrix.shape, [3, 3], 'a 3 x 3 matrix');
  return gatherFlat(matrix, upper, [3, 3]);
}

/** For each entry the two diagonal entries that a diagonal one sums. */
const next = Int32Array.from([4, 0, 0, 0, 8, 0, 0, 0, 0]);
const last = Int32Array.from([8, 0, 0, 0, 0, 0, 0, 0, 4]);
const onDiagonal = eye(3);
const offDiagonal = sub(eye(3), 1);

/** tr(J) 1 - J for J [3, 3]: the rotational inertia of second moments J. Each diagonal entry is a sum of two. */
export function complement(x: TensorLike): PopulationTensor {
  const J = tensor(x);
  requireShapeOf('complement', J.shape, [3, 3], 'a 3 x 3 matrix');
  const sums = add(gatherFlat(J, next, [3, 3]), gatherFlat(J, last, [3, 3]));
  return add(mul(onDiagonal, sums), mul(offDiagonal, J));
}
