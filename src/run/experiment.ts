/** @file What a run needs of an experiment. */
import type { Evaluation, Method } from '../optimize/method.ts';

/** Loss and gradient with what a person wants to see of them. */
export interface ScoredEvaluation extends Evaluation {
  /** Weighted cost terms; they sum to the loss. */
  readonly terms: Readonly<Record<string, number>>;
  /** Distance of the link to the target at the end, m. */
  readonly endEffectorError: number;
}

export interface Optimizable {
  readonly initialParameters: Float64Array;
  readonly method: Method;
  /** Loss, gradient, terms and error at flat parameters. Throws a NonFiniteError. */
  readonly evaluate: (parameters: Float64Array) => ScoredEvaluation;
}

/** The same experiment for many parameter vectors at once. */
export interface PopulationOptimizable extends Optimizable {
  /** Where each member starts. */
  readonly starts: readonly Float64Array[];
  /** Evaluations of all vectors, one a member; what diverged has a loss that is not finite. */
  readonly evaluateAll: (
    parameters: readonly Float64Array[],
    options?: { readonly signal?: AbortSignal },
  ) => Promise<ScoredEvaluation[]>;
}
