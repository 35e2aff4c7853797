/** @file The diagonal of a square matrix. */
import { gather, reshape } from './ops/indexing.ts';
import type { PopulationTensor } from './population-tensor.ts';

/** The diagonal [n] of a matrix [n, n]. */
export function diagonalOf(matrix: PopulationTensor): PopulationTensor {
  const [n] = matrix.shape;
  return gather(
    reshape(matrix, [n * n]),
    Array.from({ length: n }, (_, i) => i * (n + 1)),
  );
}
