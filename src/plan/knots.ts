/** @file All knots of a motion at once: one compiled program whose members are the knots. */
import { requireList } from '../core/arguments.ts';
import { CompiledFunction } from '../core/compile.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { drivenJoints } from './driven-joints.ts';
import { type Knot, knotModel } from './knot-model.ts';
import { type KnotModels, type Motion, type PlanningSettings, requireMotion, requirePlanning } from './planning.ts';
import { drivenRows, type Numbers, numbersOf } from './numbers.ts';
import { membersOfRows, writeRows } from './rows.ts';
import { halfPlaces, lowerHalf } from './symmetric.ts';

/** What the program is given besides the knots. */
type Given = Numbers & { readonly share: PopulationTensor };

type Results = Readonly<Record<string, PopulationTensor>>;

/** Rows of every result, and how its elements lie. */
interface Place {
  readonly rows: Float64Array;
  readonly places?: Int32Array;
}

/** Where the models of so many knots are written. */
interface Written {
  readonly count: number;
  readonly models: KnotModels;
  readonly places: Readonly<Record<string, Place>>;
}

/** The part of a motion from one knot on, as many as it has knots. */
const knotsOf = (rows: Float64Array, width: number, from: 0 | 1): Float64Array =>
  rows.subarray(from * width, rows.length - (1 - from) * width);

/** When each knot departs, and whether it is the last of its motion. */
function placesInTime(knots: number, motions: number, timeOf: (knot: number) => number): Pick<Knot, 'time' | 'last'> {
  const [time, last] = [new Float64Array(knots * motions), new Float64Array(knots * motions)];
  for (let i = 0; i < time.length; i++) {
    time[i] = timeOf(i % knots);
    last[i] = i % knots === knots - 1 ? 1 : 0;
  }
  return { time: membersOfRows([time], []), last: membersOfRows([last], []) };
}

/** A program of a robot, a task and steps that makes models of all knots of motions. */
export class KnotProgram {
  readonly #settings: PlanningSettings;
  #compiled?: CompiledFunction<[Given, Knot & Tree], Results>;
  #written?: Written;

  /** Throws an ArgumentError where the settings are none. */
  constructor(settings: PlanningSettings) {
    requirePlanning(settings);
    this.#settings = settings;
  }

  /**
   * The knots of motions, each a rollout of its own with as many knots as the others, that begins `elapsed` s after the start. Leaves of
   * the scenario are shared, or have a member a knot, motion after motion. Forces of the driven joints are taken as they are, not
   * clamped to the drives' limits: whoever plans keeps them inside. The models are overwritten by the next call. Throws an
   * ArgumentError or a ShapeError where the arguments do not fit.
   */
  linearize(motions: readonly Motion[], scenario: Scenario, elapsed = 0): readonly KnotModels[] {
    const { model, task, dt, hold = 1 } = this.#settings;
    requireMotions(model, motions);
    const knots = motions[0].tau.length / model.nv;
    const count = knots * motions.length;
    const { nq, nv } = model;
    const states = (from: 0 | 1) => ({
      q: membersOfRows(
        motions.map(({ q }) => knotsOf(q, nq, from)),
        [nq],
      ),
      v: membersOfRows(
        motions.map(({ v }) => knotsOf(v, nv, from)),
        [nv],
      ),
    });
    const knot: Knot & Tree = {
      departure: states(0),
      arrival: states(1),
      u: membersOfRows(
        motions.map(({ tau }) => drivenRows(model, tau)),
        [drivenJoints(model).length],
      ),
      ...placesInTime(knots, motions.length, (knot) => elapsed + knot * hold * dt),
    };
    const given: Given = { ...numbersOf(model, task, scenario), share: tensor(1 / (knots * hold)) };
    this.#compiled ??= this.#compile(given, knot);
    const results = this.#compiled.call(given, knot);
    this.#written = this.#written?.count === count ? this.#written : spaceFor(this.#settings, count);
    for (const [name, value] of Object.entries(results)) {
      const { rows, places } = this.#written.places[name];
      writeRows(value, rows, places);
    }
    return motions.length === 1
      ? [this.#written.models]
      : motions.map((_, i) => partOf(this.#written!.models, i, motions.length));
  }

  #compile(given: Given, knot: Knot & Tree): CompiledFunction<[Given, Knot & Tree], Results> {
    const settings = this.#settings;
    const text = ({ robot, ...shared }: Given, at: Knot & Tree): Results =>
      resultsOf(knotModel(settings, at, { ...shared, robot: completeParameters(settings.model, robot) }));
    return new CompiledFunction<[Given, Knot & Tree], Results>(text, [given, knot], {
      checkFinite: false,
      reuseResults: true,
    });
  }
}

function requireMotions(model: RobotModel, motions: readonly Motion[]): void {
  requireList('motions', motions);
  if (motions.length === 0) throw new ArgumentError('motions', 'an empty list', 'at least one motion');
  for (const motion of motions) requireMotion(model, motion);
  const lengths = motions.map(({ tau }) => [tau.length]);
  if (lengths.some(([length]) => length !== lengths[0][0]))
    throw new ShapeError(
      'motions',
      lengths,
      'motions of different numbers of knots',
      'linearize those of one length together',
    );
}

/** What is computed at all: not what is 0 whatever the numbers, and of symmetric matrices one half. */
function resultsOf({ next, A, B, gap, departure, arrival }: ReturnType<typeof knotModel>): Results {
  const all = {
    q: next.q,
    v: next.v,
    A,
    B,
    gap,
    cost: departure.cost,
    x: departure.x,
    u: departure.u,
    xx: departure.xx,
    ux: departure.ux,
    uu: departure.uu,
    arrivalX: arrival.x,
    arrivalXx: arrival.xx,
  };
  const computed = Object.entries(all).filter(([, value]) => !isKnownZero(value));
  const halved = new Set(['xx', 'uu', 'arrivalXx']);
  return Object.fromEntries(computed.map(([name, value]) => [name, halved.has(name) ? lowerHalf(value) : value]));
}

function spaceFor({ model }: PlanningSettings, count: number): Written {
  const m = drivenJoints(model).length;
  const n = 2 * model.nv;
  const rows = (width: number, places?: Int32Array): Place => ({
    rows: new Float64Array(count * width),
    ...(places ? { places } : {}),
  });
  const [ofStates, ofForces] = [halfPlaces(n), halfPlaces(m)];
  const places = {
    q: rows(model.nq),
    v: rows(model.nv),
    A: rows(n * n),
    B: rows(n * m),
    gap: rows(n),
    cost: rows(1),
    x: rows(n),
    u: rows(m),
    xx: rows(n * n, ofStates),
    ux: rows(m * n),
    uu: rows(m * m, ofForces),
    arrivalX: rows(n),
    arrivalXx: rows(n * n, ofStates),
  };
  const of = (name: keyof typeof places): Float64Array => places[name].rows;
  const models: KnotModels = {
    next: { q: of('q'), v: of('v') },
    A: of('A'),
    B: of('B'),
    gaps: of('gap'),
    cost: of('cost'),
    departure: { x: of('x'), u: of('u'), xx: of('xx'), ux: of('ux'), uu: of('uu') },
    arrival: { x: of('arrivalX'), xx: of('arrivalXx') },
  };
  return { count, models, places };
}

/** The rows of one of several motions. */
function partOf({ next, A, B, gaps, cost, departure, arrival }: KnotModels, part: number, parts: number): KnotModels {
  const own = (rows: Float64Array): Float64Array =>
    rows.subarray((part * rows.length) / parts, ((part + 1) * rows.length) / parts);
  return {
    next: { q: own(next.q), v: own(next.v) },
    A: own(A),
    B: own(B),
    gaps: own(gaps),
    cost: own(cost),
    departure: {
      x: own(departure.x),
      u: own(departure.u),
      xx: own(departure.xx),
      ux: own(departure.ux),
      uu: own(departure.uu),
    },
    arrival: { x: own(arrival.x), xx: own(arrival.xx) },
  };
}
