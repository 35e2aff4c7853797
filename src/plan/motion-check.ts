/** @file What happens between the knots of a motion: residuals of the configuration, read at closer times of a smooth way through its states. */
import { requireFiniteNumber, requireInstance, requireList, requireParts } from '../core/arguments.ts';
import { CompiledFunction } from '../core/compile.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { Goals } from '../robot/goal.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import { configurationBetween, type Way } from '../robot/joints/configuration-between.ts';
import type { RobotModel } from '../robot/model.ts';
import { robotParameters } from '../robot/parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { seenOf } from '../rollout/seen.ts';
import type { Residual } from '../task/residual.ts';
import type { Motion } from './planning.ts';
import { membersOfRows } from './rows.ts';

/** Where an entry of a residual is largest. */
export interface Extreme {
  /** Name of the residual. */
  readonly residual: string;
  /** In the residual's unit: of a distance to obstacles above 0 the depth, below it minus the clearance, m. */
  readonly value: number;
  /** s since the motion's start. */
  readonly time: number;
  readonly entry: number;
  /** What the entry is of, as the residual says: link and obstacle, joint. */
  readonly what: string;
}

/** Two states, the way between them, and the time [], s. */
type Between = Way & { readonly time: PopulationTensor };
type Entries = { readonly [index: string]: PopulationTensor };

/** Reads residuals of the configuration all along a motion. What it runs is traced once. */
export class MotionCheck {
  readonly #model: RobotModel;
  readonly #residuals: readonly Residual[];
  readonly #resolution: number;
  #entries: CompiledFunction<[Between, Goals], Entries> | undefined;

  /** `resolution`: s between times that are looked at, default 1 ms. Throws an ArgumentError where the arguments do not fit. */
  constructor(model: RobotModel, residuals: readonly Residual[], resolution = 0.001) {
    requireModel(model);
    requireList('residuals', residuals);
    residuals.forEach((residual, i) => requireParts(`residuals[${i}]`, residual, { evaluate: 'a function' }));
    requireFiniteNumber('resolution', resolution, ' of s');
    if (resolution <= 0) throw new ArgumentError('resolution', String(resolution), 'more than 0');
    this.#model = model;
    this.#residuals = residuals;
    this.#resolution = resolution;
  }

  /** The largest entry of each residual, in their order, along a motion whose states are `period` s apart. Throws an ArgumentError. */
  of({ q, v }: Pick<Motion, 'q' | 'v'>, period: number, goals: Goals): Extreme[] {
    requireInstance('motion.q', q, Float64Array);
    requireInstance('motion.v', v, Float64Array);
    requireFiniteNumber('period', period, ' of s');
    const knots = q.length / this.#model.nq - 1;
    if (!(Number.isInteger(knots) && knots > 0 && v.length === (knots + 1) * this.#model.nv))
      throw new ArgumentError('motion', `${q.length} and ${v.length} numbers`, 'a row of q and of v for each knot');
    const between = this.#between({ q, v }, period, knots);
    this.#entries ??= new CompiledFunction<[Between, Goals], Entries>(
      (state: Between, places: Goals) => this.#trace(state, places),
      [between, goals],
      { checkFinite: false },
    );
    const entries = this.#entries.call(between, goals);
    return this.#residuals.map((residual, i) => extremeOf(residual, entries[i], between.time));
  }

  /** All times that are looked at as members: so many of each piece, and the end. */
  #between({ q, v }: Pick<Motion, 'q' | 'v'>, period: number, knots: number): Between {
    const { nq, nv } = this.#model;
    const each = Math.max(1, Math.ceil(period / this.#resolution - 1e-9));
    const count = knots * each + 1;
    const knotOf = (member: number): number => Math.min(Math.floor(member / each), knots - 1);
    const rows = (list: Float64Array, width: number, ahead: number): PopulationTensor => {
      const all = new Float64Array(count * width);
      for (let member = 0; member < count; member++) {
        const first = (knotOf(member) + ahead) * width;
        all.set(list.subarray(first, first + width), member * width);
      }
      return membersOfRows([all], [width]);
    };
    const numbers = (of: (member: number) => number): PopulationTensor =>
      membersOfRows([Float64Array.from({ length: count }, (_, member) => of(member))], []);
    return {
      from: rows(q, nq, 0),
      to: rows(q, nq, 1),
      vFrom: rows(v, nv, 0),
      vTo: rows(v, nv, 1),
      share: numbers((member) => (member - knotOf(member) * each) / each),
      time: numbers((member) => (member * period) / each),
      period: tensor(period),
    };
  }

  #trace(between: Between, goals: Goals): Entries {
    const model = this.#model;
    const state = { q: configurationBetween(model, between), v: zeros([model.nv]) };
    const seen = seenOf(model, state, zeros([model.nv]), between.time, robotParameters(model));
    const places = goalsAt(goals, between.time);
    return Object.fromEntries(this.#residuals.map((residual, i) => [i, residual.evaluate(seen, places)]));
  }
}

function extremeOf(
  { name, describe }: Residual,
  { data, population }: PopulationTensor,
  time: PopulationTensor,
): Extreme {
  // NaN counts as the largest
  const at = data.reduce((best, value, i) => (value <= data[best] ? best : Number.isNaN(data[best]) ? best : i), 0);
  const [entry, member] = [Math.floor(at / population), at % population];
  return {
    residual: name,
    value: data[at],
    time: time.data[member],
    entry,
    what: describe?.(entry) ?? `entry ${entry}`,
  };
}
