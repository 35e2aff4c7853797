/** @file A Gaussian belief: a mean, and the lower triangular factor of its covariance, which so is symmetric and never negative. */
import { matmul } from '../core/ops/linear-algebra.ts';
import { transpose } from '../core/ops/indexing.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';

/** Where a state is believed to be: N(mean, factor factor'), the second in tangents at the first. */
export type Gaussian = {
  /** A point of the space, [size]. */
  readonly mean: PopulationTensor;
  /** Lower triangular, [dimension, dimension]. */
  readonly factor: PopulationTensor;
};

/** factor factor', [n, n]: symmetric by construction. */
export const covarianceOf = (factor: PopulationTensor): PopulationTensor => matmul(factor, transpose(factor));
