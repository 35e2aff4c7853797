/** @file Products with a symmetric result, of which one half is computed. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { concat, reshape, slice, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { symmetricOf } from './symmetric.ts';

/** X' Y [n, n] where it is known to be symmetric, of X and Y [l, n]: its lower half, mirrored. */
export function symmetricProduct(X: PopulationTensor, Y: PopulationTensor): PopulationTensor {
  const [l, n] = X.shape;
  const rows = transpose(X);
  const half = Array.from({ length: n }, (_, i) =>
    reshape(matmul(slice(rows, [i], [i + 1]), slice(Y, [0, 0], [l, i + 1])), [i + 1]),
  );
  return symmetricOf(concat(half), n);
}
