/** @file Linear least squares: the loss of what is predicted linearly in the weights, and its minimum in closed form. */
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { solve } from '../../core/ops/factorization.ts';
import { transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';

/** Features [n, k] of n observations, and what is to be predicted of each, [n, m]. */
export type Observations = { readonly features: PopulationTensor; readonly targets: PopulationTensor };

/** Sum over the m outputs of the mean over n observations of (prediction - target)^2 / 2; weights [k, m]. */
export const squaredError = (weights: PopulationTensor, { features, targets }: Observations): PopulationTensor =>
  div(sum(square(sub(matmul(features, weights), targets))), 2 * features.shape[0]);

/** Weights [k, m] of the least error: F'F W = F'T. Throws where the features are not linearly independent. */
export function leastSquaresWeights({ features, targets }: Observations): PopulationTensor {
  const across = transpose(features);
  return solve(matmul(across, features), matmul(across, targets));
}
