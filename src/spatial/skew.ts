/** @file The matrix of a cross product. */
import { neg } from '../core/ops/elementwise.ts';
import { at, reshape, stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, type TensorLike, tensor } from '../core/population-tensor.ts';

/** [3, 3] matrix S with S y = x cross y. */
export function skew(x: TensorLike): PopulationTensor {
  const [a, b, c] = [at(x, 0), at(x, 1), at(x, 2)];
  const zero = tensor(0);
  return reshape(stack([zero, neg(c), b, c, zero, neg(a), neg(b), a, zero]), [3, 3]);
}
