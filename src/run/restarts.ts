/** @file Restarts: many runs of one experiment side by side, evaluated together as one population. */
import { largest } from '../core/largest.ts';
import { NonFiniteError } from '../errors.ts';
import type { PopulationOptimizable, ScoredEvaluation } from './experiment.ts';
import { type Iteration, Run, type RunState } from './run.ts';

/** Where the restarts stand after an iteration. */
export interface RestartsIteration {
  /** The iteration of the member that is best so far. */
  readonly best: Iteration;
  /** Index of that member. */
  readonly member: number;
  /** Present loss of every member; NaN of one that diverged. */
  readonly losses: Float64Array;
  /** Present distance to the target of every member, m; NaN of one that diverged. */
  readonly endEffectorErrors: Float64Array;
}

const isFinite = ({ loss, gradient }: ScoredEvaluation): boolean =>
  Number.isFinite(loss) && gradient.every(Number.isFinite);

export class Restarts {
  readonly #experiment: PopulationOptimizable;
  readonly #runs: readonly Run[];
  /** Members that stay where they are, and why. */
  readonly #stopped = new Map<number, string>();
  /** Members that diverged, with the error where the method met it. */
  readonly #diverged = new Map<number, NonFiniteError | null>();

  constructor(experiment: PopulationOptimizable) {
    this.#experiment = experiment;
    this.#runs = experiment.starts.map((initialParameters) => Run.start({ ...experiment, initialParameters }));
  }

  get iteration(): number {
    return largest(
      0,
      this.#runs.map(({ iteration }) => iteration),
    );
  }

  /** States of all members. */
  get states(): readonly RunState[] {
    return this.#runs.map(({ state }) => state);
  }

  /** Index of the member with the lowest loss so far. */
  get bestMember(): number {
    const losses = this.states.map(({ best }) => best?.loss ?? Infinity);
    // the first of the lowest
    return losses.reduce((best, loss, member) => (loss < losses[best] ? member : best), 0);
  }

  /** Members that diverged or can go no further, with the reason. */
  get stopped(): ReadonlyMap<number, string> {
    return this.#stopped;
  }

  /** Members among them that diverged. */
  get diverged(): ReadonlySet<number> {
    return new Set(this.#diverged.keys());
  }

  /** Whether no member can go on. */
  get isFinished(): boolean {
    return this.#stopped.size === this.#runs.length;
  }

  /** One iteration of every member that can go on. Throws a NonFiniteError where all have diverged. */
  async step(options: { readonly signal?: AbortSignal } = {}): Promise<RestartsIteration> {
    const evaluations = await this.#experiment.evaluateAll(
      this.#runs.map(({ state }) => state.parameters),
      options,
    );
    this.#runs.forEach((run, member) => this.#move(run, member, evaluations[member]));
    const member = this.bestMember;
    if (this.#diverged.size === this.#runs.length) this.#explain(member);
    const { history, best } = this.#runs[member].state;
    const present = (value: (evaluation: ScoredEvaluation) => number): Float64Array =>
      Float64Array.from(evaluations, (evaluation, i) => (this.#diverged.has(i) ? NaN : value(evaluation)));
    return {
      best: history[best!.iteration],
      member,
      losses: present(({ loss }) => loss),
      endEffectorErrors: present(({ endEffectorError }) => endEffectorError),
    };
  }

  /** Throws what made a member diverge: the error that its method met, or what an evaluation of its own finds. */
  #explain(member: number): void {
    const met = this.#diverged.get(member);
    if (met) throw met;
    this.#experiment.evaluate(this.#runs[member].state.parameters);
  }

  #move(run: Run, member: number, evaluation: ScoredEvaluation): void {
    if (this.#stopped.has(member)) return;
    if (!isFinite(evaluation)) {
      this.#stopped.set(member, `diverged at iteration ${run.iteration}`);
      this.#diverged.set(member, null);
      return;
    }
    try {
      run.step(evaluation);
      if (run.state.finished !== undefined) this.#stopped.set(member, run.state.finished);
    } catch (error) {
      if (!(error instanceof NonFiniteError)) throw error;
      this.#stopped.set(member, `diverged at iteration ${run.iteration}: ${error.message}`);
      this.#diverged.set(member, error);
    }
  }
}
