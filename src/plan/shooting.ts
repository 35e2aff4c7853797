/** @file What planning runs: models of all knots, the way back through them, and rollouts, each traced once for a robot, a task and its steps. */
import { requireInstance, requireObject } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { semiImplicitEuler } from '../simulation/integrators/semi-implicit-euler.ts';
import { integratorOf } from '../simulation/plant.ts';
import { BackwardPass } from './backward-pass.ts';
import { drivenJoints, effortBounds } from './driven-joints.ts';
import type { Guess } from './guess.ts';
import { KnotProgram } from './knots.ts';
import { drivenRows } from './numbers.ts';
import { countOfKnots } from './knot-members.ts';
import { type KnotModels, type Motion, type PlanningSettings, type Policy, requireMotion } from './planning.ts';
import { RollOutProgram } from './roll-out-program.ts';

/** A motion, and what it costs. */
export interface Shot {
  readonly motion: Motion;
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** Motions of several step lengths; what is read of them is read before others are made. */
export interface Shots {
  readonly losses: Float64Array;
  of(index: number): Shot;
}

/** What a policy is sought for. */
export interface PolicyRequest {
  readonly motion: Motion;
  /** [N, n]; none where the motion is a rollout. */
  readonly gaps: Float64Array | null;
  /** What is added to the curvature by the forces, the first that is sound is taken. */
  readonly mu: readonly number[];
}

/** A policy, and which of the regularizations made it. */
export interface FoundPolicy {
  readonly policy: Policy;
  readonly index: number;
}

/** The programs of a problem. */
export class Shooting {
  /** s between knots. */
  readonly period: number;
  readonly knots: number;
  readonly #settings: PlanningSettings;
  readonly #linearizing: KnotProgram;
  readonly #rollingOut: RollOutProgram;
  readonly #backward: BackwardPass;
  readonly #driven: readonly number[];
  readonly #bounds: ReturnType<typeof effortBounds>;

  /** Throws an ArgumentError where the settings are none, or nothing is driven. */
  constructor(settings: PlanningSettings) {
    this.#linearizing = new KnotProgram(settings);
    this.#rollingOut = new RollOutProgram(settings);
    const { model, dt, hold = 1 } = settings;
    this.#settings = settings;
    this.period = hold * dt;
    this.knots = countOfKnots(settings);
    this.#driven = drivenJoints(model);
    const m = this.#driven.length;
    if (m === 0) throw new ArgumentError('robot', 'no joint with a drive', 'a joint whose effort limit is not 0');
    this.#bounds = effortBounds(model);
    const isLimited = this.#bounds.upper.some((effort) => effort < Infinity);
    const isSemiImplicit = hold === 1 && integratorOf(settings) === semiImplicitEuler;
    this.#backward = new BackwardPass({
      ...{ knots: this.knots, n: 2 * model.nv, m, isLimited, candidates: 2 },
      ...(isSemiImplicit && { period: dt }),
    });
  }

  /** The policy that changes nothing. */
  get stillPolicy(): Pick<Policy, 'k' | 'K'> {
    const m = this.#driven.length;
    return { k: new Float64Array(this.knots * m), K: new Float64Array(this.knots * m * 2 * this.#settings.model.nv) };
  }

  /** A guess as a motion that begins in the scenario's initial state, with forces that the drives can give. Throws an ArgumentError. */
  started({ initial }: Scenario, guess: Guess): Motion {
    requireObject('guess', guess, 'forces, or a motion');
    const { model } = this.#settings;
    const { nq, nv } = model;
    requireInstance('guess.tau', guess.tau, Float64Array);
    if (guess.tau.length !== this.knots * nv)
      throw new ArgumentError('guess.tau', `${guess.tau.length} numbers`, `${this.knots} knots of ${nv} joints`);
    requireFiniteRows(model, 'guess.tau', guess.tau, nv);
    const efforts = independentJoints(model).map(({ limits }) => limits.effort);
    const tau = guess.tau.map((force, at) => Math.min(efforts[at % nv], Math.max(-efforts[at % nv], force)) + 0);
    const repeated = (row: Float64Array, size: number): Float64Array =>
      Float64Array.from({ length: (this.knots + 1) * size }, (_, at) => row[at % size]);
    const given = 'q' in guess ? guess : { q: repeated(initial.q.data, nq), v: repeated(initial.v.data, nv) };
    requireMotion(model, { q: given.q, v: given.v, tau });
    requireFiniteRows(model, 'guess.q', given.q, nq);
    requireFiniteRows(model, 'guess.v', given.v, nv);
    const [q, v] = [given.q.slice(), given.v.slice()];
    q.set(initial.q.data);
    v.set(initial.v.data);
    return { q, v, tau };
  }

  /** Models of all knots of a motion; overwritten by the next. */
  linearize(scenario: Scenario, motion: Motion, elapsed: number): KnotModels {
    return this.#linearizing.linearize([motion], scenario, elapsed)[0];
  }

  /** Makes ready what only limits of drives need: else it is where they are first met. */
  prepare(): void {
    this.#backward.prepare();
  }

  /** The way back through models; null where no regularization makes a sound policy. */
  policy(models: KnotModels, { motion, gaps, mu }: PolicyRequest): FoundPolicy | null {
    const { lower, upper } = this.#bounds;
    const forces = drivenRows(this.#settings.model, motion.tau);
    const found = this.#backward.run(models, {
      ...(gaps && { gaps }),
      ...(upper.some((effort) => effort < Infinity) && {
        lower: lessRows(lower, forces),
        upper: lessRows(upper, forces),
      }),
      mu,
    });
    if (!found.isSound || !Number.isFinite(found.policy.slope + found.policy.curvature)) return null;
    return { policy: found.policy, index: mu.indexOf(found.mu) };
  }

  /** Rollouts of step lengths along a policy, with what is left of the gaps where there are some. */
  rollOut(
    scenario: Scenario,
    {
      motion,
      policy,
      gaps,
    }: { readonly motion: Motion; readonly policy: Pick<Policy, 'k' | 'K'>; readonly gaps: Float64Array | null },
    lengths: readonly number[],
    elapsed: number,
  ): Shots {
    const rolled = this.#rollingOut.along({ motion, policy, ...(gaps && { gaps }) }, lengths, scenario, elapsed);
    return {
      losses: rolled.losses,
      of: (index) => ({ motion: rolled.motionOf(index), loss: rolled.losses[index], terms: rolled.termsOf(index) }),
    };
  }

  /** Gains [N, m, n] of the driven joints as those of all, [N, nv, n]: 0 of the others. */
  gainsOfAll(K: Float64Array): Float64Array {
    const { nv } = this.#settings.model;
    const n = 2 * nv;
    const m = this.#driven.length;
    if (m === nv) return K.slice();
    const gains = new Float64Array(this.knots * nv * n);
    for (let knot = 0; knot < this.knots; knot++)
      this.#driven.forEach((joint, row) => {
        const from = (knot * m + row) * n;
        gains.set(K.subarray(from, from + n), (knot * nv + joint) * n);
      });
    return gains;
  }
}

/** What a row is greater by than each of many. */
function lessRows(row: Float64Array, rows: Float64Array): Float64Array {
  const rest = new Float64Array(rows.length);
  for (let first = 0; first < rows.length; first += row.length)
    for (let i = 0; i < row.length; i++) rest[first + i] = row[i] - rows[first + i];
  return rest;
}

/** Refuses rows that are not finite, by knot and joint. */
function requireFiniteRows(model: PlanningSettings['model'], name: string, rows: Float64Array, size: number): void {
  const at = rows.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const joint = independentJoints(model)[at % size]?.name ?? '';
  throw new ArgumentError(name, `${rows[at]} of joint "${joint}" at knot ${Math.floor(at / size)}`, 'finite numbers');
}
