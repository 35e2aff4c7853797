/**
 * @file Model predictive control: a plan over a horizon that recedes, made anew at each tick from the state that is measured, from what is left of
 * the one before (Diehl et al. 2005, real-time iteration; MuJoCo MPC, Howell et al. 2022). Pure logic: the clock is the caller's.
 */
import type { FollowedPlan } from '../../../controllers/plan-following.ts';
import { requireFiniteNumber, requireFunction, requireInteger, requireParts } from '../../core/arguments.ts';
import { tensor } from '../../core/population-tensor.ts';
import { largestWord } from '../../core/random.ts';
import { ArgumentError } from '../../errors.ts';
import { completeParameters } from '../../robot/partial-parameters.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import type { State } from '../../simulation/integrators/integrator.ts';
import { followedPlan } from '../followed-plan.ts';
import { holdingForces, noisyForces } from '../guess.ts';
import { type Regularization, unregularized } from '../regularization.ts';
import { withoutMinusZero } from '../rows.ts';
import { Solver, type SolverState } from '../solver.ts';
import type { IterationReport } from '../report.ts';
import type { Asked, MpcMemory, MpcPlan, MpcSettings, MpcTick } from './loop.ts';
import { forcesOfPlan, stateAfter } from './follow.ts';
import { type Measured, requireMeasured, stateOf } from './measured.ts';
import { shiftOf } from './shift.ts';

/** What is kept from tick to tick. */
interface Kept {
  readonly plan: MpcPlan;
  readonly followed: FollowedPlan;
  readonly state: SolverState;
}

/** Steps that are tried at once, and how regularization moves; what a tick leaves to the next one is at most `carried`. */
const search = {
  hasGaps: false,
  regularization: unregularized,
  schedule: { factor: 1.6, least: 1e-6, most: 1e10 },
  lengths: 8,
  tolerance: 1e-12,
  passes: 2,
};
const carried = 1;

const capped = (regularization: Regularization): Regularization =>
  regularization.mu > carried ? { mu: carried, delta: 1 } : regularization;

const areFinite = (...rows: readonly Float64Array[]): boolean => rows.every((row) => row.every(Number.isFinite));

/** A clock that stands still: a tick's time is not limited, and not told. */
const noClock = (): number => 0;

/** Control in a loop: a plan over a horizon that recedes, bettered at each tick from what was measured. What it remembers is the caller's. */
export class Mpc {
  readonly #settings: Required<MpcSettings>;
  readonly #solver: Solver;
  readonly #shift: ReturnType<typeof shiftOf>;
  readonly #forces: ReturnType<typeof forcesOfPlan>;
  readonly #predict: ReturnType<typeof stateAfter> | null;
  #regularization = unregularized;
  /** The plan in force, and the one that follows it as soon as its time has come. */
  #now: Kept | null = null;
  #next: Kept | null = null;

  /** Throws an ArgumentError where a setting does not fit. */
  constructor(settings: MpcSettings) {
    requireParts('settings', settings, { planning: 'an object' });
    const {
      planning,
      iterations = 1,
      budget = Infinity,
      delay = 0,
      step = planning.dt,
      noise = 0,
      seed = 0,
    } = settings;
    requireInteger('iterations', iterations, 0);
    requireFiniteNumber('delay', delay, ' of seconds');
    requireFiniteNumber('step', step, ' of seconds');
    for (const [name, value, isFit] of [
      ['budget', budget, budget >= 0],
      ['delay', delay, delay >= 0],
      ['step', step, step > 0],
      ['noise', noise, noise >= 0 && noise < Infinity],
    ] as const)
      if (!isFit)
        throw new ArgumentError(name, String(value), name === 'step' ? 'a number above 0' : 'a number of at least 0');
    const horizon = planning.steps * planning.dt;
    if (delay > horizon)
      throw new ArgumentError('delay', `${delay} s`, `a time within the horizon of ${horizon} s`, 'plan further ahead');
    requireInteger('seed', seed, 0, largestWord);
    this.#settings = { planning, iterations, budget, delay, step, noise, seed };
    this.#solver = new Solver(planning, search);
    this.#shift = shiftOf(planning);
    this.#forces = forcesOfPlan(planning);
    this.#predict = delay > 0 ? stateAfter(planning, delay, step) : null;
  }

  get settings(): Required<MpcSettings> {
    return this.#settings;
  }

  /** The newest plan; null before the first tick. */
  get plan(): MpcPlan | null {
    return (this.#next ?? this.#now)?.plan ?? null;
  }

  /** The plan that is followed; null before the first tick. */
  get inForce(): MpcPlan | null {
    return this.#now?.plan ?? null;
  }

  /** All that it goes on from; null before the first tick. */
  get memory(): MpcMemory | null {
    const kept = [this.#now, this.#next].filter((one) => one !== null);
    const plans = kept.map(({ state, plan: { from } }) => ({ from, state }));
    return plans.length > 0 ? { plans, regularization: this.#regularization } : null;
  }

  /** Goes on from what was kept, with the same bits. */
  restore({ plans, regularization }: MpcMemory): void {
    const [first, second] = plans.map(({ from, state }) => this.#kept(state, from));
    [this.#now, this.#next] = [first, second ?? null];
    this.#regularization = regularization;
  }

  /** Forgets everything: plan, gains, regularization, and whatever in them is no number. */
  reset(): void {
    [this.#now, this.#next] = [null, null];
    this.#regularization = unregularized;
  }

  /** Makes ready what is needed only where drives are at their limits, so that no tick has to wait for it. */
  prepare(): void {
    this.#solver.prepare();
  }

  /**
   * Plans anew: what is left of the plan before, rolled out with its feedback from the state that is measured (with a delay: from where that leads
   * until then), and better than that where an iteration finds so. `now`: a clock, ms. Throws an
   * ArgumentError where what is measured is not finite, or time runs backwards.
   */
  tick(measured: Measured, asked: Asked, now: () => number = noClock): MpcTick {
    requireFunction('now', now);
    const { planning, delay } = this.#settings;
    requireMeasured(planning.model, measured);
    const begun = now();
    const { goals, weights, robot } = asked;
    const wanted: Asked = { goals, weights, ...(robot && { robot }) };
    const { kept, notice } = this.#inForce(measured, wanted);
    const from = measured.time + delay;
    const initial = this.#stateAt(kept, measured, wanted);
    const here = { ...wanted, initial };
    const left = this.#left(kept, here, from);
    const { state, iterations, report } = this.#improved(left.state, here, from, () => now() - begun);
    this.#regularization = capped(state.regularization);
    this.#next = this.#kept(state, from);
    return {
      plan: this.#next.plan,
      iterations,
      report,
      isImproved: state.motion !== left.state.motion,
      took: now() - begun,
      notice: notice ?? left.notice,
    };
  }

  /** Forces [nv] at a moment, N m or N, within the drives' limits: those of the plan in force, with its feedback. */
  forces(measured: Measured): Float64Array {
    const { model } = this.#settings.planning;
    requireMeasured(model, measured);
    this.#turnTo(measured.time);
    if (!this.#now) throw new ArgumentError('plan', 'none', 'a plan', 'call tick(…) first');
    const { followed, plan } = this.#now;
    return this.#forces(followed, stateOf(measured), tensor(Math.max(0, measured.time - plan.from))).data.slice();
  }

  /** Gains [nv, 2 nv] that are in force at a time. */
  gains(time: number): Float64Array {
    this.#turnTo(time);
    if (!this.#now) throw new ArgumentError('plan', 'none', 'a plan', 'call tick(…) first');
    const { from, period, gains, motion } = this.#now.plan;
    const size = 2 * this.#settings.planning.model.nv ** 2;
    const knots = motion.tau.length / this.#settings.planning.model.nv;
    const knot = Math.min(knots - 1, Math.max(0, Math.floor((time - from) / period + rounding)));
    return gains.slice(knot * size, (knot + 1) * size);
  }

  /** The plan that is in force at a moment; where there is none, or none of numbers, one that holds still. */
  #inForce(measured: Measured, asked: Asked): { readonly kept: Kept; readonly notice: string | null } {
    this.#turnTo(measured.time);
    const known = this.#now;
    if (known && areFinite(known.state.motion.q, known.state.motion.v, known.state.motion.tau, known.state.K))
      return { kept: known, notice: null };
    this.reset();
    const here = { ...asked, initial: stateOf(measured) };
    const state = this.#holding(here, measured.time);
    this.#now = this.#kept(state, measured.time);
    return { kept: this.#now, notice: known ? lostPlan : null };
  }

  /** Puts the newest plan in force where its time has come. */
  #turnTo(time: number): void {
    if (this.#next && (!this.#now || time >= this.#next.plan.from - rounding))
      [this.#now, this.#next] = [this.#next, null];
    if (this.#now && time < this.#now.plan.from - rounding)
      throw new ArgumentError(
        'measured.time',
        `${time} s`,
        `a time from ${this.#now.plan.from} s on`,
        'call reset() where time begins again',
      );
  }

  #stateAt({ followed, plan }: Kept, measured: Measured, { robot = {} }: Asked): State {
    const state = stateOf(measured);
    if (!this.#predict) return state;
    const parameters = completeParameters(this.#settings.planning.model, robot);
    return this.#predict(followed, state, tensor(measured.time - plan.from), parameters);
  }

  #holding(here: Scenario, from: number): SolverState {
    const { planning, noise: size, seed } = this.#settings;
    const tau = noisyForces(planning.model, holdingForces(planning, here), { seed, size });
    return this.#solver.begin(here, { tau }, from);
  }

  /** What is left of a plan from a time on; where that leads beyond all numbers, forces that hold still. */
  #left(
    { plan, state: { motion, K } }: Kept,
    here: Scenario,
    from: number,
  ): { readonly state: SolverState; readonly notice: string | null } {
    const later = this.#shift({ motion, K }, Math.max(0, from - plan.from));
    const state = this.#solver.resume(here, { ...later, regularization: this.#regularization }, from);
    if (Number.isFinite(state.loss) && areFinite(state.motion.q, state.motion.v)) return { state, notice: null };
    return { state: this.#holding(here, from), notice: runAway };
  }

  /** Iterations, as many as there is time for. */
  #improved(
    from: SolverState,
    here: Scenario,
    elapsed: number,
    spent: () => number,
  ): Pick<MpcTick, 'iterations' | 'report'> & { readonly state: SolverState } {
    const { iterations: most, budget } = this.#settings;
    let state = from;
    let iterations = 0;
    let report: IterationReport | null = null;
    while (iterations < most && spent() < budget) {
      const iterated = this.#solver.iterate(here, state, elapsed);
      iterations++;
      ({ state, report } = iterated);
      if (iterated.end) break;
    }
    return { state, iterations, report };
  }

  #kept(found: SolverState, from: number): Kept {
    const state = withoutMinusZero(found);
    const plan = { ...this.#solver.asPlan(state), from };
    return { state, plan, followed: followedPlan(this.#settings.planning.model, plan) };
  }
}

/** s that sums of times may be off by. */
const rounding = 1e-9;

const lostPlan =
  'The plan was no longer finite; it was forgotten, and planning began anew from forces that hold still.';
const runAway = 'What was left of the plan came to no finite cost; planning began anew from forces that hold still.';
