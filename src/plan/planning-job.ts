/** @file PlanningJob: planning step by step, from one start or from several side by side, of which the best plan counts. */
import { requireParts, requireSignal } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { requireRunState, type RunState } from '../optimize/run-state.ts';
import type { End, JobResult, MemberIteration, PlanningProgress, Progress } from '../run/job.ts';
import { Attempt, type Endeavour } from './attempt.ts';
import { constraintsOf, Violations } from './constraints.ts';
import { drivenJoints } from './driven-joints.ts';
import { followedPlan } from './followed-plan.ts';
import { progressOf, rowOf } from './report.ts';
import { noisyForces } from './guess.ts';
import { countOfKnots } from './knot-members.ts';
import type { PlannedJob, PlanningTask, PlanScore } from './method.ts';
import { IterationLog } from '../optimize/iteration-log.ts';
import type { PlannerSettings } from './planner-fields.ts';
import type { Plan } from './planning.ts';
import { attemptsFrom, type Extents, namedAttempts } from './saved-attempts.ts';
import { Solver } from './solver.ts';

/** How a job plans. */
export interface PlanningJobSettings extends PlannerSettings {
  /** Whether states may begin with gaps. */
  readonly hasGaps: boolean;
}

/** Noise of restarts around a start that has none of its own, as a part of what a drive can give. */
const usualNoise = 0.1;
/** How regularization changes; passes back through the knots that an iteration makes at most. */
const schedule = { factor: 1.6, least: 1e-6, most: 1e10 };
const passes = 10;
/** Largest factor of a constraint's weight. */
const mostFactor = 1e8;

/** What is said where nothing draws a motion from what it starts as. */
const stillAdvice =
  '; nothing draws it from where it starts, be it the best or exactly between two ways; try: noise, e.g. method.noise=0.01, or restarts';

/** A plan under way. */
export class PlanningJob implements PlannedJob {
  readonly members = 1;
  readonly bestMember = 0;
  readonly #task: PlanningTask;
  readonly #attempts: readonly Attempt[];
  readonly #extents: Extents;
  readonly #log: IterationLog;
  #best: Attempt;
  #score: PlanScore | undefined;
  readonly #endBefore: string | undefined;

  /** Goes on where `saved` was taken, with the same bits. Throws an ArgumentError where the task or the state does not fit. */
  constructor(task: PlanningTask, settings: PlanningJobSettings, saved?: RunState) {
    requireParts('task', task, {
      settings: 'an object',
      scenario: 'an object',
      guess: 'a function',
      score: 'a function',
    });
    if (saved) requireRunState(saved);
    const { nq, nv } = task.settings.model;
    this.#task = task;
    this.#extents = { knots: countOfKnots(task.settings), nq, nv, m: drivenJoints(task.settings.model).length };
    this.#log = new IterationLog(saved?.history);
    this.#endBefore = saved?.finished;
    const endeavour = endeavourOf(task, settings);
    this.#attempts = saved ? this.#resumed(endeavour, settings.restarts, saved) : begun(task, settings, endeavour);
    this.#best = bestOf(this.#attempts);
  }

  #resumed(endeavour: Endeavour, starts: number, saved: RunState): Attempt[] {
    const iteration = saved.method.iteration?.item();
    if (iteration !== this.#log.length)
      throw new ArgumentError('state iteration', String(iteration), `${this.#log.length}, as in the history`);
    const terms = this.#task.settings.task.terms.map(({ name }) => name);
    const states = attemptsFrom(saved.method, starts, this.#extents, terms);
    return states.map((state) => Attempt.resume(endeavour, state));
  }

  get iteration(): number {
    return this.#log.length;
  }

  /** Gradients of all starts; an iteration makes one of each that goes on. */
  get gradients(): number {
    return this.iteration * this.#attempts.length;
  }

  /** The best plan so far. */
  get plan(): Plan {
    return this.#best.plan;
  }

  get end(): End | null {
    if (this.#attempts.some(({ state }) => state.end === null)) return null;
    const { outcome, detail } = this.#best.state.end!;
    const { starts, ended } = this.#counts;
    const whose = starts > 1 ? `${ended} of ${starts} starts have ended, the best: ` : '';
    const isReached = outcome === 'converged' && this.#isReached;
    const isStill = outcome === 'converged' && !isReached && this.iteration === 1;
    return {
      outcome: isReached ? 'reached' : outcome,
      detail: this.#endBefore ?? `${whose}${detail}${isStill ? stillAdvice : ''}`,
    };
  }

  get state(): RunState {
    const { end } = this;
    const parameters = this.#parameters;
    const states = this.#attempts.map(({ state }) => state);
    return {
      parameters,
      method: namedAttempts(states, this.iteration, this.#extents),
      history: this.#log.history,
      best: this.iteration > 0 ? { iteration: this.iteration - 1, parameters, reached: this.#isReached } : null,
      ...(end && { finished: end.detail }),
    };
  }

  async step(signal?: AbortSignal): Promise<Progress> {
    if (signal !== undefined) requireSignal(signal);
    signal?.throwIfAborted();
    for (const attempt of this.#attempts) attempt.step();
    this.#best = bestOf(this.#attempts);
    this.#score = this.#task.score(this.#parameters);
    this.#log.append(rowOf(this.#score, this.#best.report));
    const now = this.#now;
    const { starts, ended } = this.#counts;
    return Promise.resolve({
      ...{ iteration: this.iteration - 1, best: now, now, spread: null, gradients: this.gradients },
      diverged: this.#attempts.filter(({ state }) => state.end?.outcome === 'diverged').length,
      stopped: ended === starts ? 1 : 0,
      planning: this.progress,
    });
  }

  /** What the last iteration found and did, of the start whose plan is best. */
  get progress(): PlanningProgress {
    const { report, violation } = this.#best;
    return {
      ...progressOf(report),
      violation,
      ...this.#counts,
    };
  }

  result(): JobResult {
    return {
      end: this.end,
      reached: this.#isReached,
      iterations: this.iteration,
      best: this.#now,
      parameters: this.#parameters,
      members: 1,
      diverged: this.#attempts.every(({ state }) => state.end?.outcome === 'diverged') ? 1 : 0,
      spread: null,
    };
  }

  /** The best plan as the parameters of the controller that follows it. */
  get #parameters(): Float64Array {
    const { settings, layout } = this.#task;
    return layout.toVector({ plan: followedPlan(settings.model, this.plan) });
  }

  get #counts(): { readonly starts: number; readonly ended: number } {
    return { starts: this.#attempts.length, ended: this.#attempts.filter(({ state }) => state.end).length };
  }

  get #isReached(): boolean {
    this.#score ??= this.#task.score(this.#parameters);
    return this.#score.reached === 1 && this.#best.isKept;
  }

  get #now(): MemberIteration | null {
    return this.iteration === 0 ? null : { member: 0, ...this.#log.at(this.iteration - 1) };
  }
}

function endeavourOf({ settings, scenario }: PlanningTask, given: PlanningJobSettings): Endeavour {
  const { hasGaps, tolerance, stepLengths: lengths, regularization: mu, constraints, violation, rise } = given;
  return {
    solver: new Solver(settings, {
      ...{ hasGaps, tolerance, lengths, schedule, passes },
      regularization: { mu, delta: 1 },
    }),
    scenario,
    violations: new Violations(settings, constraintsOf(settings.task, constraints)),
    rising: { tolerance: violation, factor: rise, most: rise > 1 ? mostFactor : 1 },
  };
}

/** The start itself, and others with noise on its forces. */
function begun(
  { settings, seed, guess }: PlanningTask,
  { restarts, noise }: PlanningJobSettings,
  endeavour: Endeavour,
): Attempt[] {
  const motion = guess();
  return Array.from({ length: restarts }, (_, member) => {
    const size = member === 0 ? noise : noise || usualNoise;
    const tau = noisyForces(settings.model, motion.tau, { seed, member, size });
    return Attempt.begin(endeavour, { ...motion, tau });
  });
}

/** The start whose plan is best: one that keeps all constraints where one does, then that of the lowest loss by the scenario's own weights. */
function bestOf(attempts: readonly Attempt[]): Attempt {
  if (attempts.length === 1) return attempts[0];
  const ranked = attempts.map((attempt) => ({ attempt, isKept: attempt.isKept, cost: attempt.cost }));
  return ranked.reduce((best, one) => {
    if (one.isKept !== best.isKept) return one.isKept ? one : best;
    return one.cost < best.cost || !Number.isFinite(best.cost) ? one : best;
  }).attempt;
}
