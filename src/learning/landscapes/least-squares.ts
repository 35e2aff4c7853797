/** @file Linear least squares: the loss of what is predicted linearly in the weights, and its minimum in closed form. */
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { symmetricEigen } from '../spectrum/symmetric-eigenvalues.ts';

/** Features [n, k] of n observations, and what is to be predicted of each, [n, m]. */
export type Observations = { readonly features: PopulationTensor; readonly targets: PopulationTensor };

/** Sum over the m outputs of the mean over n observations of (prediction - target)^2 / 2; weights [k, m]. */
export const squaredError = (weights: PopulationTensor, { features, targets }: Observations): PopulationTensor =>
  div(sum(square(sub(matmul(features, weights), targets))), 2 * features.shape[0]);

/** Where a squared error is least. */
export interface LeastSquares {
  /** [k, m]; of all that are as good, the shortest. */
  readonly weights: PopulationTensor;
  /** Whether others are as good: the features are linearly dependent. */
  readonly isFlat: boolean;
}

/** Weights of the least error: (F'F)^+ F'T. Eigenvalues of F'F that are rounding beside the largest are 0. */
export function leastSquares({ features, targets }: Observations): LeastSquares {
  const across = transpose(features);
  const [k, n] = across.shape;
  const { values, vectors } = symmetricEigen(matmul(across, features).data, k, { vectors: true });
  const least = Math.max(n, k) * Number.EPSILON * values[k - 1];
  const inverses = Array.from(values, (value) => (value > least ? 1 / value : 0));
  const V = tensor(vectors.map((vector) => Array.from(vector)));
  const parts = mul(tensor(inverses.map((inverse) => [inverse])), matmul(V, matmul(across, targets)));
  return { weights: matmul(transpose(V), parts), isFlat: inverses.includes(0) };
}
