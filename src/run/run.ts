/** @file The Run: parameters, optimizer state, history and best so far; one iteration at a time. */
import type { MethodState } from '../optimize/method.ts';
import { norm } from '../optimize/vector.ts';
import type { Optimizable, ScoredEvaluation } from './experiment.ts';

/** What one iteration found at its parameters, before it moved on. */
export interface Iteration {
  /** From 0. */
  readonly iteration: number;
  readonly loss: number;
  /** m. */
  readonly endEffectorError: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** As it was used. */
  readonly clippedGradientNorm: number;
  readonly stepSize: number;
  readonly terms: Readonly<Record<string, number>>;
}

export interface Best {
  readonly iteration: number;
  readonly loss: number;
  readonly endEffectorError: number;
  readonly parameters: Float64Array;
}

/** Everything that a run goes on from. */
export interface RunState {
  readonly parameters: Float64Array;
  readonly methodState: MethodState;
  readonly history: readonly Iteration[];
  readonly best: Best | null;
  /** Why the method can go no further, where it cannot. */
  readonly finished?: string;
}

/** JSON knows no -0; without it a run resumed from its file has the same bits. */
const withoutNegativeZeros = (vector: Float64Array): Float64Array => vector.map((value) => value + 0);

function plain(state: MethodState): MethodState {
  const clean = (value: MethodState[string]): MethodState[string] =>
    typeof value === 'number' ? value + 0 : (value.map((item) => clean(item)) as MethodState[string]);
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, clean(value)]));
}

export class Run {
  readonly #experiment: Optimizable;
  #state: RunState;
  #current: ScoredEvaluation | null = null;

  private constructor(experiment: Optimizable, state: RunState) {
    this.#experiment = experiment;
    this.#state = state;
  }

  static start(experiment: Optimizable): Run {
    const parameters = withoutNegativeZeros(experiment.initialParameters);
    const methodState = experiment.method.start(parameters.length);
    return new Run(experiment, { parameters, methodState, history: [], best: null });
  }

  /** Goes on where a state was saved; the result has the same bits as a run that was never stopped. */
  static resume(experiment: Optimizable, state: RunState): Run {
    return new Run(experiment, state);
  }

  get state(): RunState {
    return this.#state;
  }

  get iteration(): number {
    return this.#state.history.length;
  }

  /**
   * Evaluates the present parameters (or takes `evaluation`, which is theirs), records them, and moves on. Where loss or
   * gradient is not finite it throws a NonFiniteError, and the state stays that of the last good iteration.
   */
  step(evaluation?: ScoredEvaluation): Iteration {
    const { parameters, methodState, history, best } = this.#state;
    const { method, evaluate } = this.#experiment;
    const scored = new Map<Float64Array, ScoredEvaluation>();
    const current = evaluation ?? this.#current ?? evaluate(parameters);
    const objective = (at: Float64Array): ScoredEvaluation => {
      const found = evaluate(at);
      scored.set(found.gradient, found);
      return found;
    };
    const result = method.step({ parameters, current, state: methodState, objective });
    const iteration: Iteration = {
      iteration: history.length,
      loss: current.loss,
      endEffectorError: current.endEffectorError,
      gradientNorm: norm(current.gradient),
      clippedGradientNorm: result.clippedGradientNorm,
      stepSize: result.stepSize,
      terms: current.terms,
    };
    const isBest = best === null || current.loss < best.loss;
    this.#state = {
      parameters: withoutNegativeZeros(result.parameters),
      methodState: plain(result.state),
      history: [...history, iteration],
      best: isBest
        ? { iteration: iteration.iteration, loss: current.loss, endEffectorError: current.endEffectorError, parameters }
        : best,
      ...(result.finished !== undefined && { finished: result.finished }),
    };
    this.#current = result.next ? (scored.get(result.next.gradient) ?? null) : null;
    return iteration;
  }
}
