/**
 * @file The iteration of planning: model all knots, go back for a policy, try all step lengths, take the best that keeps its promise
 * (Tassa, Erez and Todorov 2012; with gaps Mastalli et al. 2020). Its state is plain data, so that it goes on with the same bits.
 */
import { requireInteger, requireParts } from '../core/arguments.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { End } from '../run/job.ts';
import { largestSize, sumOfSizes } from './gaps.ts';
import type { Guess } from './guess.ts';
import { bestStep, expectedAt, type Forecast, penaltyFor, stepLengths } from './line-search.ts';
import type { KnotModels, Motion, Plan, PlanningSettings } from './planning.ts';
import { afterStep, curvatureScale, lowered, raised, type Regularization, type Schedule } from './regularization.ts';
import { effortOf, type IterationReport, type Judged, reportOf, reportOfNothing } from './report.ts';
import { type FoundPolicy, type Shot, Shooting } from './shooting.ts';
import { closedGap, endOf, notFiniteEnd, type Standing } from './stopping.ts';

/** How a problem is solved. */
export interface SolverOptions {
  /** Whether states that do not follow from the forces are closed step by step, or the forces are rolled out before all else. */
  readonly hasGaps: boolean;
  /** Where the regularization begins, and how it changes. */
  readonly regularization: Regularization;
  readonly schedule: Schedule;
  /** Step lengths that are tried at once: 1, 1/2, 1/4 … */
  readonly lengths: number;
  /** Part of the loss that a step has to promise or take. */
  readonly tolerance: number;
  /** Backward passes that an iteration makes at most where no step is accepted. */
  readonly passes: number;
}

/** What iterations go on from: numbers only. */
export interface SolverState {
  readonly motion: Motion;
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  /** Gains [N, m, n] of the last policy, of the driven joints. */
  readonly K: Float64Array;
  readonly regularization: Regularization;
  /** What a unit of gap counts in the merit. */
  readonly penalty: number;
  /** Iterations one after another that took next to nothing. */
  readonly idle: number;
}

/** An iteration: where it led, what it found, and why it is the last one where it is. */
export interface Iterated {
  readonly state: SolverState;
  readonly report: IterationReport;
  readonly end: End | null;
}

/** What was modelled about a motion: derivatives are computed again only after an accepted step. */
interface Modelled {
  readonly motion: Motion;
  readonly scenario: Scenario;
  readonly elapsed: number;
  readonly models: KnotModels;
  /** Curvature that a regularization of 1 adds as much again of. */
  readonly scale: number;
  /** [N, n]; null where the states follow from the forces. */
  readonly gaps: Float64Array | null;
}

/** The last answer of a backward pass, and to what. */
interface Asked extends Pick<Modelled, 'gaps'> {
  readonly of: Modelled | undefined;
  readonly mu: readonly number[];
  readonly found: FoundPolicy | null;
}

/** What a search came to, with what came of its step. */
interface Searched extends Judged {
  readonly taken: Shot | null;
}

/** Solves problems of one structure; what it runs is traced once. */
export class Solver {
  readonly #settings: PlanningSettings;
  readonly #options: SolverOptions;
  readonly #shooting: Shooting;
  readonly #lengths: readonly number[];
  #modelled: Modelled | undefined;
  #asked: Asked | undefined;

  /** Throws an ArgumentError where settings or options do not fit. */
  constructor(settings: PlanningSettings, options: SolverOptions) {
    requireParts('options', options, { schedule: 'an object', lengths: 'a number', tolerance: 'a number' });
    requireInteger('options.passes', options.passes, 1);
    this.#settings = settings;
    this.#options = options;
    this.#shooting = new Shooting(settings);
    this.#lengths = stepLengths(options.lengths);
  }

  /**
   * Where planning begins: the guess, rolled out where its states shall follow from its forces. `elapsed`: s since the start at which the
   * first knot begins. Throws an ArgumentError where the guess does not fit.
   */
  begin(scenario: Scenario, guess: Guess, elapsed = 0): SolverState {
    const motion = this.#shooting.started(scenario, guess);
    const policy = this.#shooting.stillPolicy;
    const gaps = this.#options.hasGaps && 'q' in guess ? this.#model(scenario, motion, elapsed).gaps : null;
    const shot = this.#shooting.rollOut(scenario, { motion, policy, gaps }, noLength, elapsed).of(0);
    return {
      // forces are known; where the states run away feedback, though it is 0, would make them nothing known
      motion: gaps ? motion : { ...shot.motion, tau: motion.tau },
      loss: shot.loss,
      terms: shot.terms,
      K: policy.K,
      regularization: this.#options.regularization,
      penalty: 0,
      idle: 0,
    };
  }

  /**
   * What is left of a plan some time later: its forces with feedback K [N, m, n] about its states, from where the scenario begins on, as a state
   * that iterations go on from.
   */
  resume(
    scenario: Scenario,
    { motion, K, regularization }: Pick<SolverState, 'motion' | 'K' | 'regularization'>,
    elapsed = 0,
  ): SolverState {
    const policy = { ...this.#shooting.stillPolicy, K };
    const shot = this.#shooting.rollOut(scenario, { motion, policy, gaps: null }, noLength, elapsed).of(0);
    return { motion: shot.motion, loss: shot.loss, terms: shot.terms, K, regularization, penalty: 0, idle: 0 };
  }

  /** Makes ready what only limits of drives need, so that no iteration has to wait for it. */
  prepare(): void {
    this.#shooting.prepare();
  }

  /** A state as a plan, with the gains that it has. */
  asPlan({ motion, loss, terms, K }: SolverState): Plan {
    const { period } = this.#shooting;
    return { period, motion, gains: this.#shooting.gainsOfAll(K), loss, terms, gap: 0 };
  }

  /** One iteration: at most one new model, and one new motion. The same state gives the same bits. */
  iterate(scenario: Scenario, state: SolverState, elapsed = 0): Iterated {
    const { model } = this.#settings;
    const lost = notFiniteEnd(model, state.motion, state.loss);
    if (lost) return { state, report: reportOfNothing(state), end: lost };
    const modelled = this.#model(scenario, state.motion, elapsed);
    const searched = this.#search(modelled, state);
    const { tolerance, schedule } = this.#options;
    const next = nextState(state, searched, this.#options);
    const effort = effortOf(model, next.motion.tau);
    const report = reportOf(next, searched, modelled.gaps, effort.largest);
    const standing: Standing = {
      loss: next.loss,
      gap: report.gap,
      promised: searched.policy ? Math.max(0, expectedAt(searched.forecast, 1)) : Infinity,
      gained: searched.step && searched.step.actual,
      length: report.stepLength,
      mu: report.mu,
      saturated: effort.saturated,
      idle: next.idle,
    };
    return { state: next, report, end: endOf(standing, { tolerance, mostRegularization: schedule.most }) };
  }

  /** What a state comes to: its motion without gaps (see `closed`), with the gains that are optimal about it. */
  plan(scenario: Scenario, state: SolverState, elapsed = 0): Plan {
    const { motion, loss, terms } = this.closed(scenario, state, elapsed);
    const { period } = this.#shooting;
    const known = { period, motion, loss, terms, gap: 0 };
    if (notFiniteEnd(this.#settings.model, motion, loss))
      return { ...known, gains: this.#shooting.gainsOfAll(state.K) };
    const modelled = { ...this.#model(scenario, motion, elapsed), gaps: null };
    // that of more regularization is not asked for, but by the iteration that goes on from here
    const found = this.#policy(modelled, this.#ladder(state.regularization));
    return { ...known, gains: this.#shooting.gainsOfAll(found?.index === 0 ? found.policy.K : state.K) };
  }

  /** Regularizations that are tried at once: this one and the next. */
  #ladder(regularization: Regularization): Regularization[] {
    return [regularization, raised(regularization, this.#options.schedule)];
  }

  /** The policy of the first of the regularizations that makes a sound one; that which was asked for last is kept. */
  #policy({ motion, models, scale, gaps }: Modelled, ladder: readonly Regularization[]): FoundPolicy | null {
    const mu = ladder.map((regularization) => regularization.mu * scale);
    const known = this.#asked;
    const isKnown = known && known.of === this.#modelled && !known.gaps && !gaps;
    if (isKnown && known.mu.every((value, i) => value === mu[i])) return known.found;
    const found = this.#shooting.policy(models, { motion, gaps, mu });
    this.#asked = { of: this.#modelled, gaps, mu, found };
    return found;
  }

  /** The motion of a state without gaps: where it has some, what comes of its forces and feedback from the start on. */
  closed(scenario: Scenario, { motion, loss, terms, K }: SolverState, elapsed = 0): Shot {
    if (!this.#options.hasGaps || !this.#model(scenario, motion, elapsed).gaps) return { motion, loss, terms };
    const policy = { ...this.#shooting.stillPolicy, K };
    return this.#shooting.rollOut(scenario, { motion, policy, gaps: null }, noLength, elapsed).of(0);
  }

  #model(scenario: Scenario, motion: Motion, elapsed: number): Modelled {
    const known = this.#modelled;
    if (known?.motion === motion && known.scenario === scenario && known.elapsed === elapsed) return known;
    const models = this.#shooting.linearize(scenario, motion, elapsed);
    const isOpen = this.#options.hasGaps && largestSize(models.gaps) > closedGap;
    const gaps = isOpen ? models.gaps.slice() : null;
    return (this.#modelled = { motion, scenario, elapsed, models, scale: curvatureScale(models), gaps });
  }

  /** Policies with more and more regularization, until a step along one is accepted, or none promises anything any more. */
  #search(modelled: Modelled, state: SolverState): Searched {
    const { motion, scenario, elapsed, gaps } = modelled;
    const { passes: most, schedule } = this.#options;
    const gap = gaps ? sumOfSizes(gaps) : 0;
    let searched: Searched = {
      ...nothing,
      forecast: { ...still, loss: state.loss, penalty: state.penalty },
      regularization: state.regularization,
    };
    for (let passes = 1; ; passes++) {
      const ladder = this.#ladder(searched.regularization);
      const found = this.#policy(modelled, ladder);
      searched = { ...searched, passes, regularization: ladder[found ? found.index : 1] };
      if (found) {
        const { policy } = found;
        const open = {
          loss: state.loss,
          slope: policy.slope,
          curvature: policy.curvature,
          gap,
          penalty: state.penalty,
        };
        const forecast = { ...open, penalty: penaltyFor(open) };
        searched = { ...searched, policy, forecast };
        if (isBelowRounding(forecast)) return searched;
        const shots = this.#shooting.rollOut(scenario, { motion, policy, gaps }, this.#lengths, elapsed);
        const step = bestStep(forecast, this.#lengths, shots.losses);
        if (step) return { ...searched, step, taken: shots.of(step.index) };
      }
      if (passes === most || searched.regularization.mu >= schedule.most) return searched;
      searched = { ...searched, regularization: raised(searched.regularization, schedule) };
    }
  }
}

const nothing = { policy: null, step: null, taken: null, passes: 0 };
const noLength = [0];
const still = { slope: 0, curvature: 0, gap: 0 };

/** Part of the loss that is lost to rounding as it is added up: what promises less promises nothing. */
const rounding = 1e-15;

const isBelowRounding = (forecast: Forecast): boolean =>
  forecast.gap === 0 && expectedAt(forecast, 1) <= rounding * Math.abs(forecast.loss);

/** Where a search leads: along the step; to less regularization where it promised nothing, and else to more. */
function nextState(
  state: SolverState,
  { policy, regularization, forecast, step, taken }: Searched,
  { schedule, tolerance }: SolverOptions,
): SolverState {
  if (!step || !taken) {
    const isVain = policy !== null && isBelowRounding(forecast);
    const change = isVain ? lowered : raised;
    return { ...state, regularization: change(regularization, schedule), idle: isVain ? state.idle + 1 : state.idle };
  }
  const { motion, loss, terms } = taken;
  return {
    motion,
    loss,
    terms,
    K: policy!.K,
    regularization: afterStep(regularization, step.actual / step.expected, step.length, schedule),
    penalty: forecast.penalty,
    idle: step.actual <= tolerance * Math.abs(loss) ? state.idle + 1 : 0,
  };
}
