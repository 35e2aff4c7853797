/** @file Limits and clearances as terms whose weights rise until the largest violation is small; and which one that is. */
import { requireFiniteNumber, requireInstance, requireList, requireObject } from '../core/arguments.ts';
import { CompiledFunction } from '../core/compile.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { stack } from '../core/ops/indexing.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { seenOf } from '../rollout/seen.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { articulatedPlant } from '../simulation/plant.ts';
import { isRunning, requireTask, type Task, type Term } from '../task/task.ts';
import { knotsAsMembers } from './knot-members.ts';
import type { Motion, PlanningSettings } from './planning.ts';

/** How far a constraint is violated at most, and where. */
export interface Violation {
  /** Name of the term. */
  readonly term: string;
  /** Which entry of its residual, and what that is to people where the residual says so. */
  readonly entry: number;
  readonly what?: string;
  /** The knot whose steps it lies in, and s since the start. */
  readonly knot: number;
  readonly time: number;
  /** Above 0 where it is violated, in `unit`. */
  readonly excess: number;
  readonly unit: string;
}

/** Terms whose residuals shall not be above 0: those of one-sided norms, or those with these names. Throws an ArgumentError. */
export function constraintsOf(task: Task, names?: readonly string[]): Term[] {
  requireTask(task);
  const oneSided = task.terms.filter(({ norm }) => norm.isOneSided);
  if (names === undefined) return oneSided;
  requireList('constraints', names);
  return names.map((name) => {
    const found = oneSided.find((term) => term.name === name);
    if (found) return found;
    const known = oneSided.map((term) => term.name).join(', ') || 'none, as no term has a one-sided norm';
    throw new ArgumentError('constraints', `"${name}"`, known, 'give the term a one-sided norm');
  });
}

/** Weights of a scenario with some of them multiplied. */
export function withFactors(scenario: Scenario, factors: Readonly<Record<string, number>>): Scenario {
  requireObject('factors', factors, 'an object of factors by terms');
  const weights = { ...scenario.weights };
  for (const [name, factor] of Object.entries(factors)) {
    requireFiniteNumber(`factors.${name}`, factor);
    if (!Object.hasOwn(weights, name)) throw new ArgumentError('factors', `"${name}"`, Object.keys(weights).join(', '));
    weights[name] = mul(factor, weights[name]);
  }
  return { ...scenario, weights };
}

/** What the program is given besides. */
type Given = Pick<Scenario, 'goals' | 'robot'>;

/** What a knot is looked at from: its state and forces, and when it begins, s. */
type Departure = State & { readonly tau: PopulationTensor; readonly time: PopulationTensor };

type Entries = { readonly [term: string]: PopulationTensor };

/** Measures how far the constraints of a problem are violated, at every step of physics. What it runs is traced once. */
export class Violations {
  readonly #settings: PlanningSettings;
  readonly #terms: readonly Term[];
  #entries: CompiledFunction<[Departure, Given], Entries> | undefined;

  constructor(settings: PlanningSettings, terms: readonly Term[]) {
    this.#settings = settings;
    this.#terms = terms;
  }

  /** The largest violation of each constraint, in their order; below 0 where it is kept. Of final terms only the end counts. */
  of(scenario: Scenario, motion: Motion): Violation[] {
    if (this.#terms.length === 0) return [];
    requireInstance('motion.q', motion.q, Float64Array);
    const from = knotsAsMembers(this.#settings, motion);
    const { goals, robot } = scenario;
    const given: Given = { goals, ...(robot && { robot }) };
    this.#entries ??= new CompiledFunction<[Departure, Given], Entries>(
      (departure: Departure, numbers: Given) => this.#trace(departure, numbers),
      [from, given],
      { checkFinite: false },
    );
    const entries = this.#entries.call(from, given);
    return this.#terms.map((term) => this.#largest(term, entries[term.name]));
  }

  /** Entries [hold, size] of each constraint after each step of a knot. */
  #trace({ q, v, tau, time }: Departure, { goals, robot }: Given): Entries {
    const { model, dt, hold = 1 } = this.#settings;
    const complete = completeParameters(model, robot);
    const plant = articulatedPlant(this.#settings);
    let state: State = { q, v };
    const rows = this.#terms.map(() => [] as PopulationTensor[]);
    for (let step = 0; step < hold; step++) {
      state = plant.step(state, tau, complete);
      const seen = seenOf(model, state, tau, add(time, (step + 1) * dt), complete);
      this.#terms.forEach(({ residual }, i) => rows[i].push(residual.evaluate(seen, goalsAt(goals, seen.time))));
    }
    // a row of knots that nothing depends on is one value: made one of each
    return Object.fromEntries(this.#terms.map(({ name }, i) => [name, add(stack(rows[i]), mul(0, time))]));
  }

  #largest(term: Term, { data, population: knots }: PopulationTensor): Violation {
    const { dt, hold = 1 } = this.#settings;
    const { residual, name } = term;
    const { size, unit, describe } = residual;
    const onlyEnd = !isRunning(term);
    let [excess, at] = [-Infinity, 0];
    for (let i = 0; i < data.length; i++) {
      const isEnd = i % knots === knots - 1 && Math.floor(i / knots / size) === hold - 1;
      if (!(data[i] <= excess) && (isEnd || !onlyEnd)) [excess, at] = [data[i], i];
    }
    const knot = at % knots;
    const [step, entry] = [Math.floor(at / knots / size), Math.floor(at / knots) % size];
    const what = describe?.(entry);
    const time = (knot * hold + step + 1) * dt;
    return { term: name, entry, ...(what !== undefined && { what }), knot, time, excess, unit };
  }
}

/** The worst of violations, those whose term is final among them; null where there is no constraint. */
export function worstOf(violations: readonly Violation[]): Violation | null {
  requireList('violations', violations);
  return violations.reduce<Violation | null>((worst, one) => (worst && worst.excess >= one.excess ? worst : one), null);
}

/** How weights rise. */
export interface Rising {
  /** Largest violation that counts as kept, in the residual's unit. */
  readonly tolerance: number;
  /** What the weight of a violated constraint is multiplied by. */
  readonly factor: number;
  /** The largest product of such factors. */
  readonly most: number;
}

/** The factors for the next round: those of violated constraints raised; null where all are kept, or none can rise. */
export function risenFactors(
  factors: Readonly<Record<string, number>>,
  violations: readonly Violation[],
  { tolerance, factor, most }: Rising,
): Record<string, number> | null {
  requireList('violations', violations);
  requireFiniteNumber('tolerance', tolerance);
  const rising = violations.filter(({ term, excess }) => excess > tolerance && (factors[term] ?? 1) < most);
  if (rising.length === 0) return null;
  return {
    ...factors,
    ...Object.fromEntries(rising.map(({ term }) => [term, Math.min(most, (factors[term] ?? 1) * factor)])),
  };
}
