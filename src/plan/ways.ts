/** @file Ways to where a link shall be: from the start to each configuration that inverse kinematics finds, straight in the joints or with a bend; the clearest first. */
import { requireInteger, requireOptions, requireText } from '../core/arguments.ts';
import { CompiledFunction } from '../core/compile.ts';
import { relu } from '../core/ops/comparison.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { amax } from '../core/ops/reduction.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { normal, uniform } from '../core/random.ts';
import { inverseKinematics, type InverseKinematics, type LinkTarget } from '../dynamics/inverse-kinematics.ts';
import type { Goal } from '../robot/goal.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { configurationDifference, movedConfiguration } from '../robot/joints/configuration-difference.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { seenOf } from '../rollout/seen.ts';
import { constraintsOf } from './constraints.ts';
import { motionThrough, type WayForces, wayForces } from './guess.ts';
import { countOfKnots } from './knot-members.ts';
import type { Motion, PlanningSettings } from './planning.ts';
import { membersOfRows, rowOf } from './rows.ts';

/** How ways are sought. */
export interface WaysOptions {
  /** Postures that inverse kinematics starts from: the robot's own and seeded ones within the limits. Default 24. */
  readonly starts?: number;
  /** Bends that are tried where no straight way is clear; default 128. */
  readonly bends?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** A way, and how far it goes into what it shall not. */
export interface Way {
  /** Configurations at the knots, their velocities, and the forces of inverse dynamics; computed as it is asked for. */
  readonly motion: () => Motion;
  /** Sum over the constraints of how far each is violated at most, each in its own unit; 0 of a way that is clear. */
  readonly excess: number;
  /** Of the way in the joints, rad (m). */
  readonly length: number;
}

/** A way by its end and its bend, [nv] each in the tangent space of the start. */
interface Bent {
  readonly end: Float64Array;
  readonly bend: Float64Array;
}
/** What constraints are read with. */
type Given = Pick<Scenario, 'goals' | 'robot'>;
type Rated = Bent & Pick<Way, 'excess' | 'length'>;

/** Places along a way that are looked at. */
const places = 16;
/** How far from its target a link may be that has come there, m, and rad. */
const near = 1e-3;
/** Standard deviation of bends, rad (m). */
const sizeOfBends = 0.6;

/** From rest to rest with the least jerk (Flash and Hogan 1985). */
const smoothly = (s: number): number => s * s * s * (10 - 15 * s + 6 * s * s);
const lengthOf = (way: Float64Array): number => Math.sqrt(way.reduce((sum, x) => sum + x * x, 0));

/** Finds ways for problems of one structure; what it runs is traced once. */
export class Ways {
  readonly #settings: PlanningSettings;
  readonly #link: string;
  readonly #options: Required<WaysOptions>;
  #found: CompiledFunction<[PopulationTensor, Goal], InverseKinematics> | undefined;
  #excess: CompiledFunction<[PopulationTensor, Given], PopulationTensor> | undefined;
  #forces: CompiledFunction<Parameters<WayForces>, PopulationTensor> | undefined;

  /** Ways of a link past all constraints of the task with a one-sided norm. Throws an ArgumentError where settings or options do not fit. */
  constructor(settings: PlanningSettings, link: string, options: WaysOptions = {}) {
    requireText('link', link);
    requireOptions('Ways', options, ['starts', 'bends', 'seed']);
    const { starts = 24, bends = 128, seed = 0 } = options;
    requireInteger('starts', starts, 1);
    requireInteger('bends', bends, 0);
    this.#settings = settings;
    this.#link = link;
    this.#options = { starts, bends, seed };
  }

  /** The ways, the clearest first and of those the shortest; none where no configuration brings the link there. */
  to(scenario: Scenario, target: LinkTarget): Way[] {
    const ends = this.#ends(scenario, target);
    const straight = this.#rated(
      scenario,
      ends.map((end) => ({ end, bend: new Float64Array(end.length) })),
    );
    const isClear = straight.some(({ excess }) => excess === 0);
    const bent = isClear ? [] : this.#rated(scenario, this.#bentWays(ends));
    return [...straight, ...bent]
      .sort((one, other) => one.excess - other.excess || one.length - other.length)
      .map((way) => ({ excess: way.excess, length: way.length, motion: () => this.#motion(scenario, way) }));
  }

  /** Ways [nv] from the start to configurations at which the link is there, each once. */
  #ends({ initial }: Scenario, target: LinkTarget): Float64Array[] {
    const { model } = this.#settings;
    const { starts, seed } = this.#options;
    const ranges = independentJoints(model).map(({ limits: { lower, upper } }) =>
      Number.isFinite(upper - lower) ? [lower, upper] : [-Math.PI, Math.PI],
    );
    const own = Float64Array.from(initial.q.data);
    const shares = uniform({ seed }, (starts - 1) * model.nq);
    const drawn = shares.map((share, i) => {
      const [lower, upper] = ranges[i % model.nq];
      return lower + share * (upper - lower);
    });
    const there: Goal = { ...target };
    const from = membersOfRows([own, drawn], [model.nq]);
    this.#found ??= new CompiledFunction<[PopulationTensor, Goal], InverseKinematics>(
      (start: PopulationTensor, { position, rotation }: Goal) =>
        inverseKinematics(model, this.#link, { position, ...(rotation && { rotation }) }, { start, iterations: 40 }),
      [from, there],
      { checkFinite: false },
    );
    const found = this.#found.call(from, there);
    const ways = configurationDifference(model, initial.q, found.q);
    const ends: Float64Array[] = [];
    for (let member = 0; member < starts; member++) {
      const way = rowOf(ways, member);
      const isThere = rowOf(found.distance, member)[0] < near && rowOf(found.angle, member)[0] < near;
      if (isThere && !ends.some((end) => lengthOf(end.map((x, i) => x - way[i])) < 0.1)) ends.push(way);
    }
    return ends.sort((one, other) => lengthOf(one) - lengthOf(other));
  }

  /** The nearest ends with seeded bends. */
  #bentWays(ends: readonly Float64Array[]): Bent[] {
    const { bends, seed } = this.#options;
    if (ends.length === 0) return [];
    const { nv } = this.#settings.model;
    const noise = normal({ seed, member: 1 }, bends * nv);
    return Array.from({ length: bends }, (_, i) => ({
      end: ends[i % Math.min(ends.length, 4)],
      bend: noise.slice(i * nv, (i + 1) * nv).map((x) => sizeOfBends * x),
    }));
  }

  /** Ways [nv] of these from the start at parts of the time, one after the other. */
  #along({ end, bend }: Bent, times: readonly number[]): Float64Array {
    const { nv } = this.#settings.model;
    return Float64Array.from({ length: times.length * nv }, (_, at) => {
      const part = smoothly(times[Math.floor(at / nv)]);
      return part * end[at % nv] + 4 * part * (1 - part) * bend[at % nv];
    });
  }

  #rated(scenario: Scenario, ways: readonly Bent[]): Rated[] {
    if (ways.length === 0) return [];
    const { model } = this.#settings;
    const { initial, goals, robot } = scenario;
    const given: Given = { goals, ...(robot && { robot }) };
    const times = Array.from({ length: places }, (_, i) => (i + 1) / places);
    const q = movedConfiguration(
      model,
      initial.q,
      membersOfRows(
        ways.map((way) => this.#along(way, times)),
        [model.nv],
      ),
    );
    this.#excess ??= new CompiledFunction<[PopulationTensor, Given], PopulationTensor>(
      (at: PopulationTensor, numbers: Given) => this.#excessAt(at, numbers),
      [q, given],
      { checkFinite: false },
    );
    const { data } = this.#excess.call(q, given);
    return ways.map((way, i) => ({
      ...way,
      excess: data.subarray(i * places, (i + 1) * places).reduce((most, x) => Math.max(most, x), 0),
      length: lengthOf(way.end) + lengthOf(way.bend),
    }));
  }

  /** Sum [] over the constraints of what they are violated by at a configuration at rest. */
  #excessAt(q: PopulationTensor, { goals, robot }: Given): PopulationTensor {
    const { model, task } = this.#settings;
    const still = zeros([model.nv]);
    const seen = seenOf(model, { q, v: still }, still, tensor(0), completeParameters(model, robot));
    const places = goalsAt(goals, seen.time);
    return constraintsOf(task)
      .map(({ residual }) => relu(amax(residual.evaluate(seen, places))))
      .reduce(add, mul(0, amax(q)));
  }

  #motion(scenario: Scenario, way: Bent): Motion {
    const { model } = this.#settings;
    const knots = countOfKnots(this.#settings);
    const times = Array.from({ length: knots + 1 }, (_, knot) => knot / knots);
    const q = movedConfiguration(model, scenario.initial.q, membersOfRows([this.#along(way, times)], [model.nv]));
    const rows = new Float64Array((knots + 1) * model.nq);
    for (let knot = 0; knot <= knots; knot++) rows.set(rowOf(q, knot), knot * model.nq);
    const plain = wayForces(this.#settings);
    return motionThrough(this.#settings, scenario, rows, (moment, robot) => {
      this.#forces ??= new CompiledFunction<Parameters<WayForces>, PopulationTensor>(plain, [moment, robot], {
        checkFinite: false,
      });
      return this.#forces.call(moment, robot);
    });
  }
}
