/** @file A norm to second order: its slope and a positive semidefinite curvature, both derived from the text of the norm itself. */
import { grad, hessian, jvp } from '../core/derivative/functions.ts';
import { relu } from '../core/ops/comparison.ts';
import { mul } from '../core/ops/elementwise.ts';
import { reshape } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { ones, type PopulationTensor } from '../core/population-tensor.ts';
import type { Norm } from '../task/norm.ts';

/** A norm about some entries [n]. */
export interface NormModel {
  readonly value: PopulationTensor;
  /** Derivative [n] by the entries. */
  readonly slope: PopulationTensor;
  /** N M for a matrix M [n, columns], with the positive semidefinite curvature N [n, n]. */
  readonly curved: (matrix: PopulationTensor) => PopulationTensor;
}

/**
 * The norm about entries [n], the mean of them where `isAveraged`. The curvature is its second derivative; where it adds up what
 * each entry costs, that is a diagonal, and what is below 0 is taken as 0. Other norms are convex, so that theirs needs no change.
 */
export function normModel(norm: Norm, entries: PopulationTensor, isAveraged: boolean): NormModel {
  const cost = (x: PopulationTensor): PopulationTensor => norm.evaluate(x, isAveraged);
  const value = cost(entries);
  if (!norm.isByEntry) {
    const curvature = hessian(cost)(entries);
    return { value, slope: grad(cost)(entries), curved: (matrix) => matmul(curvature, matrix) };
  }
  const { value: slope, tangent } = jvp(grad(cost), entries, ones(entries.shape, entries.population));
  const diagonal = reshape(relu(tangent), [entries.size, 1]);
  return { value, slope, curved: (matrix) => mul(diagonal, matrix) };
}
