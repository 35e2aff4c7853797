/** @file The way of a robot that is controlled, a period of control after the other: what it did, as a plan of the whole time. */
import { tensor } from '../../core/population-tensor.ts';
import { gravityForces } from '../../dynamics/inverse-dynamics.ts';
import { completeParameters } from '../../robot/partial-parameters.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import { limitEffort } from '../../simulation/plant.ts';
import { countOfKnots } from '../knot-members.ts';
import type { PlanParameters } from '../method.ts';
import type { PlanningSettings } from '../planning.ts';
import type { Measured } from './measured.ts';
import { noPush, pushedStep } from './pushed-robot.ts';

type Rows = Readonly<Record<'x' | 'u' | 'K', Float64Array>>;

/** Files have one 0. */
const plus = (numbers: Float64Array): Float64Array => numbers.map((value) => value + 0);

/** Periods that it has gone through, and the rows of these. */
export interface Gone {
  readonly knots: number;
  readonly rows: PlanParameters;
}

/** A robot, and the rows of what it has gone through. */
export class ControlledRobot {
  readonly #settings: PlanningSettings;
  readonly #scenario: Scenario;
  readonly #step: ReturnType<typeof pushedStep>;
  readonly #rows: Rows;
  readonly knots: number;
  #knot = 0;

  /** At the scenario's start; or after `knots` periods that `gone` has. */
  constructor(settings: PlanningSettings, scenario: Scenario, gone?: Gone) {
    const { model } = settings;
    const { nq, nv } = model;
    this.#settings = settings;
    this.#scenario = scenario;
    this.#step = pushedStep(settings, completeParameters(model, scenario.robot));
    this.knots = countOfKnots(settings);
    this.#rows = {
      x: new Float64Array((this.knots + 1) * (nq + nv)),
      u: new Float64Array(this.knots * nv),
      K: new Float64Array(this.knots * 2 * nv * nv),
    };
    this.#arrive(scenario.initial.q.data, scenario.initial.v.data);
    if (gone) this.#resume(gone);
  }

  #resume(gone: Gone): void {
    const { nq, nv } = this.#settings.model;
    const { x, u, K } = gone.rows.plan;
    this.#knot = gone.knots;
    this.#rows.x.set(x.data.subarray(0, (gone.knots + 1) * (nq + nv)));
    this.#rows.u.set(u.data.subarray(0, gone.knots * nv));
    this.#rows.K.set(K.data.subarray(0, gone.knots * 2 * nv * nv));
  }

  get #period(): number {
    return (this.#settings.hold ?? 1) * this.#settings.dt;
  }

  /** Periods that it has gone through. */
  get periods(): number {
    return this.#knot;
  }

  get isOver(): boolean {
    return this.#knot === this.knots;
  }

  /** Where it is. */
  get measured(): Measured {
    const { nq, nv } = this.#settings.model;
    const from = this.#knot * (nq + nv);
    const { x } = this.#rows;
    return {
      time: this.#knot * this.#period,
      q: x.slice(from, from + nq),
      v: x.slice(from + nq, from + nq + nv),
    };
  }

  /**
   * A period of control under forces [nv], held over its steps; `gains` [nv, 2 nv]: those that were in force. Where it led beyond all numbers the
   * robot stays where it was: false.
   */
  move(forces: Float64Array, gains: Float64Array): boolean {
    const { model, hold = 1 } = this.#settings;
    const { q, v } = this.measured;
    let state = { q: tensor(q), v: tensor(v) };
    const tau = tensor(plus(forces));
    for (let i = 0; i < hold; i++) state = this.#step(state, tau, noPush(model));
    if (![...state.q.data, ...state.v.data].every(Number.isFinite)) return false;
    this.#rows.u.set(tau.data, this.#knot * model.nv);
    this.#rows.K.set(plus(gains), this.#knot * gains.length);
    this.#knot++;
    this.#arrive(state.q.data, state.v.data);
    return true;
  }

  /** What it has gone through, as a plan; of the time that has not come, that it is held where it is, with the last gains. */
  get plan(): PlanParameters {
    const { model } = this.#settings;
    const { nq, nv } = model;
    const { q } = this.measured;
    const [x, u, K] = [this.#rows.x.slice(), this.#rows.u.slice(), this.#rows.K.slice()];
    const here = new Float64Array(nq + nv);
    here.set(q);
    const held = limitEffort(model, gravityForces(model, tensor(q), completeParameters(model, this.#scenario.robot)));
    const size = 2 * nv * nv;
    const gains = K.slice(Math.max(0, this.#knot - 1) * size, Math.max(1, this.#knot) * size);
    for (let knot = this.#knot; knot < this.knots; knot++) {
      x.set(here, (knot + 1) * (nq + nv));
      u.set(held.data, knot * nv);
      K.set(gains, knot * size);
    }
    return {
      plan: {
        x: tensor(x, [this.knots + 1, nq + nv]),
        u: tensor(u, [this.knots, nv]),
        K: tensor(K, [this.knots, nv, 2 * nv]),
        time: tensor(Float64Array.from({ length: this.knots + 1 }, (_, knot) => knot * this.#period)),
      },
    };
  }

  #arrive(q: ArrayLike<number>, v: ArrayLike<number>): void {
    const { nq, nv } = this.#settings.model;
    this.#rows.x.set(plus(Float64Array.from([Array.from(q), Array.from(v)].flat())), this.#knot * (nq + nv));
  }
}
