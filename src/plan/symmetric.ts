/** @file Symmetric matrices by their lower halves: half the numbers to compute and to copy. */
import { gatherFlat } from '../core/ops/structural.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';

const position = (row: number, column: number): number =>
  row >= column ? (row * (row + 1)) / 2 + column : position(column, row);

/** For each element of a symmetric matrix [n, n], which element of its lower half it is. */
export const halfPlaces = (n: number): Int32Array =>
  Int32Array.from({ length: n * n }, (_, i) => position(Math.floor(i / n), i % n));

/** The lower half [n (n + 1) / 2] of a matrix [n, n], row by row; nothing else of it need be computed. */
export function lowerHalf(matrix: PopulationTensor): PopulationTensor {
  const [n] = matrix.shape;
  const indices = new Int32Array((n * (n + 1)) / 2);
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) indices[position(row, column)] = row * n + column;
  return gatherFlat(matrix, indices, [indices.length]);
}

/** The symmetric matrix [n, n] of a lower half. */
export const symmetricOf = (half: PopulationTensor, n: number): PopulationTensor =>
  gatherFlat(half, halfPlaces(n), [n, n]);
