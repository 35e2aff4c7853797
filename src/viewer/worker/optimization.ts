/** @file What the simulator optimizes: one run, or many side by side. From outside both look the same. */
import type { Iteration } from '../../run/run.ts';
import { Run } from '../../run/run.ts';
import type { Experiment } from '../../scene/assemble.ts';
import type { MemberPaths, Outcome, Progress } from './protocol.ts';

/** Why an optimization has nothing left to do. */
export interface End {
  readonly outcome: Outcome;
  /** The method's own words, where it ended by itself. */
  readonly detail?: string;
}

export interface Optimization {
  readonly iteration: number;
  /** Gradients of whole rollouts that were made so far. */
  readonly gradients: number;
  /** Members that have diverged. */
  readonly diverged: number;
  /** Parameters of all members, one after another, the best one's first. */
  readonly parameters: Float64Array;
  /** The best parameters of all members, in the same order; where nothing was evaluated, the start. */
  readonly bestParameters: Float64Array;
  /** Parameters whose motion is shown. */
  readonly shown: Float64Array;
  step(): Promise<Progress>;
  /** Paths of members that are not shown. */
  otherPaths(): MemberPaths | null;
  /** Whether it is over; `tolerance` in m. */
  end(tolerance: number): End | null;
}

/** The experiment, and how many gradients were asked of it. */
export function counting(experiment: Experiment): { readonly experiment: Experiment; readonly count: () => number } {
  let count = 0;
  const evaluate: Experiment['evaluate'] = (parameters) => {
    count++;
    return experiment.evaluate(parameters);
  };
  return { experiment: { ...experiment, evaluate }, count: () => count };
}

export class OneRun implements Optimization {
  readonly diverged = 0;
  readonly #run: Run;
  readonly #count: () => number;
  #shown: Float64Array;

  constructor(given: Experiment) {
    const { experiment, count } = counting(given);
    this.#run = Run.start(experiment);
    this.#count = count;
    this.#shown = this.#run.state.parameters;
  }

  get iteration(): number {
    return this.#run.iteration;
  }

  get gradients(): number {
    return this.#count();
  }

  get parameters(): Float64Array {
    return this.#run.state.parameters;
  }

  get bestParameters(): Float64Array {
    const { best, parameters } = this.#run.state;
    return best?.parameters ?? parameters;
  }

  get shown(): Float64Array {
    return this.#shown;
  }

  async step(): Promise<Progress> {
    this.#shown = this.#run.state.parameters;
    const iteration: Iteration = this.#run.step();
    return { ...iteration, spread: null };
  }

  otherPaths(): null {
    return null;
  }

  end(tolerance: number): End | null {
    const { best, finished } = this.#run.state;
    if (best && best.endEffectorError < tolerance) return { outcome: 'reached' };
    return finished === undefined ? null : { outcome: 'converged', detail: finished };
  }
}
