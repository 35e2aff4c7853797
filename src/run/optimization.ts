/** @file Optimization: the job of one run, or of restarts, of one experiment: members side by side, of which the best counts. */
import { requireInteger, requireList, requireOptions, requireSignal, requireWord } from '../core/arguments.ts';
import { largest } from '../core/largest.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError, NonFiniteError } from '../errors.ts';
import { type Keep, keeps } from '../optimize/history.ts';
import { madeIn } from '../optimize/iteration-values.ts';
import { Minimization, type Stop } from '../optimize/minimization.ts';
import { memberOf, type PopulationEvaluation } from '../optimize/population-objective.ts';
import { requireRunState, type RunState } from '../optimize/run-state.ts';
import { judged, judgedState } from './judged.ts';
import type { End, Job, JobResult, MemberIteration, Progress } from './job.ts';
import { type Optimizable, requireOptimizable } from './optimizable.ts';
import { type Spread, spreadOf } from './spread.ts';

/** How a job is made. */
export interface OptimizationOptions {
  /**
   * What is kept of the iterations: all of them, in memory that grows by each, or of each member the first, the best and the last, for
   * who keeps what it wants of them itself. The bits of the run are the same. Default: all.
   */
  readonly keep?: Keep;
}

/**
 * A job: the members of an experiment side by side, of which the best counts. One member is a run, many are restarts. Its methods throw
 * an ArgumentError where an evaluation does not fit; what is not finite ends a member and no more.
 */
export class Optimization implements Job {
  readonly #experiment: Optimizable;
  readonly #minimization: Minimization;
  #spread: Spread | null = null;
  #stillFirst: number[] = [];
  /** An end that was looked into. */
  #explained: End | null = null;

  private constructor(experiment: Optimizable, minimization: Minimization) {
    this.#experiment = experiment;
    this.#minimization = minimization;
  }

  /** A member for each of the experiment's starts. Throws an ArgumentError where it cannot be optimized. */
  static start(experiment: Optimizable, options: OptimizationOptions = {}): Optimization {
    requireOptimizable(experiment);
    requireKeep('start', options);
    const { method, starts } = experiment;
    return new Optimization(experiment, Minimization.start(judged(experiment), method, starts, options));
  }

  /** One member goes on where its state was taken, with the same bits as if it had never stopped. Throws an ArgumentError. */
  static resume(experiment: Optimizable, state: RunState, options: OptimizationOptions = {}): Optimization {
    requireOptimizable(experiment);
    requireKeep('resume', options);
    return Optimization.#goOn(experiment, [state], options);
  }

  /**
   * All members go on where the `states` of a job were taken, with the same bits as if they had never stopped. Throws an
   * ArgumentError.
   */
  static resumeAll(
    experiment: Optimizable,
    states: readonly RunState[],
    options: OptimizationOptions = {},
  ): Optimization {
    requireOptimizable(experiment);
    requireList('states', states);
    requireKeep('resumeAll', options);
    const { population } = experiment.starts;
    if (states.length !== population)
      throw new ArgumentError('states', `${states.length} states`, `${population}, one a member`);
    return Optimization.#goOn(experiment, states, options);
  }

  static #goOn(experiment: Optimizable, states: readonly RunState[], options: OptimizationOptions): Optimization {
    states.forEach((state) => requireStateOf(experiment, state));
    requireSameIterations(states);
    const own = states.map((state) => judgedState(state, experiment));
    return new Optimization(experiment, Minimization.resume(judged(experiment), experiment.method, own, options));
  }

  get members(): number {
    return this.#minimization.members;
  }

  get iteration(): number {
    return this.#minimization.iteration;
  }

  /** Gradients made so far. */
  get gradients(): number {
    return this.#minimization.gradients;
  }

  get diverged(): number {
    return this.#minimization.diverged;
  }

  /** Members that go no further, and why. */
  get stops(): ReadonlyMap<number, Stop> {
    return this.#minimization.stops;
  }

  /** Present parameters: [size], of P members. */
  get x(): PopulationTensor {
    return this.#minimization.x;
  }

  /** The best parameters of each member; its start where it has made no iteration. */
  get bestX(): PopulationTensor {
    return this.#minimization.best.x;
  }

  /** The member with the best of all iterations: one that has reached where one has, with the lowest loss. */
  get bestMember(): number {
    return this.#minimization.best.member;
  }

  get state(): RunState {
    return this.stateOf(this.bestMember);
  }

  /** All that a member goes on from. Throws an ArgumentError where there is no such member. */
  stateOf(member: number): RunState {
    requireInteger('member', member, 0, this.members - 1);
    return this.#minimization.stateOf(member);
  }

  /** All that all members go on from, in their order, each with how it ended if it has: what `resumeAll` takes. */
  get states(): RunState[] {
    return this.#minimization.states;
  }

  get end(): End | null {
    if (this.#hasReached) return { outcome: 'reached', detail: this.#successInWords() };
    if (this.#isStill) return (this.#explained ??= this.#stillEnd());
    const { end } = this.#minimization;
    return end?.outcome === 'diverged' ? (this.#explained ??= this.#divergedEnd(end)) : end;
  }

  async step(signal?: AbortSignal): Promise<Progress> {
    if (signal !== undefined) requireSignal(signal);
    const before = this.iteration;
    const evaluation = await this.#minimization.step(signal);
    const { stops, diverged, gradients, history, best } = this.#minimization;
    const { member } = best;
    if (evaluation && this.members > 1)
      this.#spread = spreadOf(evaluation, (m) => stops.get(m)?.outcome === 'diverged');
    const made = this.iteration > before && history.lengthOf(member) === this.iteration;
    const still = evaluation && before < 2 ? this.#stillAt(before, evaluation) : [];
    return {
      iteration: before,
      best: this.#best,
      now: made ? { member, ...history.at(before, member) } : null,
      spread: this.#spread,
      diverged,
      stopped: stops.size,
      gradients,
      ...(still.length > 0 && { still }),
    };
  }

  /** Entries still in both of the first iterations: in the first one alone, an arm that starts where it shall be is no matter. */
  #stillAt(iteration: number, evaluation: PopulationEvaluation): number[] {
    const before = this.#stillFirst;
    this.#stillFirst = stillEntries(evaluation);
    return iteration === 0 ? [] : this.#stillFirst.filter((entry) => before.includes(entry));
  }

  result(): JobResult {
    const { members, iteration, diverged, end } = this;
    return {
      end,
      reached: this.#hasReached,
      iterations: iteration,
      best: this.#best,
      parameters: memberOf(this.bestX, this.bestMember),
      members,
      diverged,
      spread: this.#spread,
    };
  }

  get #best(): MemberIteration | null {
    const { bestMember: member } = this;
    const best = this.#minimization.bestIterationOf(member);
    return best && { member, ...best };
  }

  /** Whether the best iteration of the best member met all that counts as success. */
  get #hasReached(): boolean {
    return this.#minimization.best.of(this.bestMember)?.reached === true;
  }

  /** Whether every gradient was exactly 0 where it began, and nothing has moved: so it would stay. */
  get #isStill(): boolean {
    const { history, best } = this.#minimization;
    let made = 0;
    for (let m = 0; m < this.members; m++) {
      if (history.lengthOf(m) === 0) continue;
      if (history.at(0, m).gradientNorm !== 0) return false;
      made++;
    }
    return made > 0 && this.#minimization.x.data.every((value, i) => Object.is(value, best.x.data[i]));
  }

  #stillEnd(): End {
    const { success, explain } = this.#experiment;
    const { loss } = this.#best!;
    const isBest = loss === 0 && !success;
    const why = explain
      ? explain.stillness(memberOf(this.bestX, this.bestMember), loss)
      : isBest
        ? null
        : 'no parameter moves the loss';
    return why === null
      ? { outcome: 'converged', detail: 'the loss is 0 from the first iteration on, and so is its gradient' }
      : { outcome: 'no-gradient', detail: `it cannot learn, as the gradient is exactly 0: ${why}` };
  }

  /** The end of members that have all diverged, with what the experiment knows of it. */
  #divergedEnd({ detail, error }: Stop): End {
    const isFirst = this.iteration === 0;
    const known =
      error && this.#experiment.explain?.divergence(memberOf(this.x, this.bestMember), error.origin, isFirst);
    if (!known) return { outcome: 'diverged', detail, ...(error && { error }) };
    const explained = new NonFiniteError(error.origin, known.remedy);
    const begun = `diverged at iteration ${this.iteration}: ${known.cause}`;
    return { outcome: 'diverged', detail: `${begun}; ${explained.message}`, error: explained };
  }

  #successInWords(): string {
    const { success } = this.#experiment;
    if (!success) return 'all conditions are met';
    return `${success.measure} is ${this.#best!.measures[success.measure]}, below ${success.below}`;
  }
}

function requireKeep(operation: string, options: OptimizationOptions): void {
  requireOptions(operation, options, ['keep']);
  if (options.keep !== undefined) requireWord('keep', options.keep, keeps);
}

/** Refuses a state that is none of this experiment's. */
function requireStateOf({ starts: { size } }: Optimizable, state: RunState): void {
  requireRunState(state);
  if (state.parameters.length !== size)
    throw new ArgumentError('parameters', `${state.parameters.length} numbers`, `${size} numbers`);
}

/** Members that go on have made the same iterations. */
function requireSameIterations(states: readonly RunState[]): void {
  const most = largest(
    0,
    states.map(({ history }) => madeIn(history)),
  );
  states.forEach(({ history, finished, diverged }, member) => {
    const made = madeIn(history);
    if (made < most && finished === undefined && !diverged)
      throw new ArgumentError(
        `states[${member}]`,
        `${made} iterations`,
        `${most}, as another member has made`,
        'give the states of one moment',
      );
  });
}

/** Entries by which the gradient of every member that is finite is exactly 0; none where that is so of all. */
function stillEntries({ loss, gradient: { data, size, population } }: PopulationEvaluation): number[] {
  const isStill = (entry: number): boolean =>
    loss.every((value, m) => !Number.isFinite(value) || data[entry * population + m] === 0);
  const still = Array.from({ length: size }, (_, entry) => entry).filter(isStill);
  return still.length < size ? still : [];
}
