/** @file Products of a knot's Jacobians with a symmetric matrix, of which one half is computed. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { concat, gather, reshape, slice, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';

/** Entries [n (n + 1) / 2] of a lower half, row by row, as the symmetric matrix [n, n]. */
function mirrored(half: PopulationTensor, n: number): PopulationTensor {
  const places = Array.from({ length: n * n }, (_, place) => {
    const [i, j] = [Math.floor(place / n), place % n];
    const [row, column] = [Math.max(i, j), Math.min(i, j)];
    return (row * (row + 1)) / 2 + column;
  });
  return reshape(gather(half, places), [n, n]);
}

/** X' Y [n, n] where it is known to be symmetric, of X and Y [l, n]: its lower half, mirrored. */
export function symmetricProduct(X: PopulationTensor, Y: PopulationTensor): PopulationTensor {
  const [l, n] = X.shape;
  const rows = transpose(X);
  const half = Array.from({ length: n }, (_, i) =>
    reshape(matmul(slice(rows, [i], [i + 1]), slice(Y, [0, 0], [l, i + 1])), [i + 1]),
  );
  return mirrored(concat(half), n);
}

/** The symmetric matrix of a lower half; what stands above the diagonal is not read. */
export function ofLowerHalf(X: PopulationTensor): PopulationTensor {
  const [n] = X.shape;
  const rows = Array.from({ length: n }, (_, i) => reshape(slice(X, [i, 0], [i + 1, i + 1]), [i + 1]));
  return mirrored(concat(rows), n);
}
