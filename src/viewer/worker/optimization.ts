/** @file What the simulator optimizes: the job of one run, or of many, of which the best is shown. */
import { PopulationTensor } from '../../core/population-tensor.ts';
import { AdjointError } from '../../errors.ts';
import { memberOf } from '../../optimize/population-objective.ts';
import type { Progress as JobProgress } from '../../run/job.ts';
import { Optimization } from '../../run/optimization.ts';
import type { Experiment, PopulationExperiment } from '../../scene/assemble.ts';
import { packPaths } from './member-paths.ts';
import type { MemberPaths, Outcome, Progress } from './protocol.ts';

/** Why an optimization has nothing left to do. */
export interface End {
  readonly outcome: Outcome;
  /** The method's own words, where it ended by itself. */
  readonly detail?: string;
}

interface Compiled {
  /** Null where there is one run only. */
  readonly population: PopulationExperiment | null;
  readonly job: Optimization;
}

/** A job as the page sees it. */
export class PageJob {
  readonly #experiment: Experiment;
  readonly #members: number;
  readonly #startFrom: Float64Array | null;
  /** Restarts are traced and compiled when the first step is made: a second's work, in vain where only the target is moved about. */
  #compiled: Compiled | null = null;
  /** Parameters that the last iteration of a single run began with. */
  #begun: Float64Array | null = null;

  /** `startFrom`: parameters of all members, or null for the scene's own starts. */
  constructor(experiment: Experiment, members: number, startFrom: Float64Array | null) {
    this.#experiment = experiment;
    this.#members = members;
    this.#startFrom = startFrom;
  }

  get iteration(): number {
    return this.#compiled?.job.iteration ?? 0;
  }

  /** Gradients of whole rollouts that were made so far. */
  get gradients(): number {
    return this.#compiled?.job.gradients ?? 0;
  }

  /** Members that have diverged. */
  get diverged(): number {
    return this.#compiled?.job.diverged ?? 0;
  }

  /** Parameters of all members, one after another, the best one's first. */
  get parameters(): Float64Array {
    return this.#collect(({ x }) => x);
  }

  /** The best parameters of all members, in the same order; where nothing was evaluated, the start. */
  get bestParameters(): Float64Array {
    return this.#collect(({ bestX }) => bestX);
  }

  /** Parameters whose motion is shown. */
  get shown(): Float64Array {
    return this.#begun ?? this.bestParameters.slice(0, this.#experiment.layout.size);
  }

  /** Throws a NonFiniteError where all members have diverged. */
  async step(): Promise<Progress> {
    const { job } = (this.#compiled ??= this.#compile());
    if (this.#members === 1) this.#begun = memberOf(job.x, 0);
    const progress = await job.step();
    const { end } = job;
    if (end?.outcome === 'diverged') throw end.error ?? new AdjointError(end.detail);
    return this.#told(progress);
  }

  #told({ iteration, best, now, spread }: JobProgress): Progress {
    const { loss, measures, gradientNorm, clippedGradientNorm, stepSize, terms } = (spread ? best : now)!;
    return {
      iteration,
      loss,
      endEffectorError: measures.distance,
      gradientNorm,
      clippedGradientNorm,
      stepSize,
      terms,
      spread: spread && { loss: spread.loss, endEffectorError: spread.measures.distance },
    };
  }

  /** Paths of members that are not shown. */
  otherPaths(): MemberPaths | null {
    if (!this.#compiled?.population) return null;
    const { population, job } = this.#compiled;
    const trajectories = population.simulateAll(job.x);
    return packPaths(trajectories.filter((_, i) => i !== job.bestMember).map(({ endEffector }) => endEffector));
  }

  /** Whether it is over. */
  get end(): End | null {
    const end = this.#compiled?.job.end;
    if (end?.outcome === 'reached') return { outcome: 'reached' };
    return end?.outcome === 'converged' ? { outcome: 'converged', detail: end.detail } : null;
  }

  #compile(): Compiled {
    if (this.#members === 1) {
      const starts = this.#given(1) ?? this.#experiment.starts;
      return { population: null, job: Optimization.start({ ...this.#experiment, starts }) };
    }
    const population = this.#experiment.withRestarts(this.#members);
    const starts = this.#given(this.#members) ?? population.starts;
    return { population, job: Optimization.start({ ...population, starts }) };
  }

  /** The parameters to start from, if some are given. */
  #given(members: number): PopulationTensor | null {
    if (!this.#startFrom) return null;
    const { size } = this.#experiment.layout;
    const data = this.#startFrom.map((_, at, all) => all[(at % members) * size + Math.floor(at / members)]);
    return new PopulationTensor({ shape: [size], population: members }, data);
  }

  /** A vector of each member, the best member's first. */
  #collect(tensorOf: (job: Optimization) => PopulationTensor): Float64Array {
    if (!this.#compiled) return this.#startFrom ?? this.#experiment.initialParameters;
    const { job } = this.#compiled;
    const tensor = tensorOf(job);
    const { size } = tensor;
    const all = new Float64Array(size * job.members);
    let place = 0;
    all.set(memberOf(tensor, job.bestMember), size * place++);
    for (let member = 0; member < job.members; member++)
      if (member !== job.bestMember) all.set(memberOf(tensor, member), size * place++);
    return all;
  }
}
