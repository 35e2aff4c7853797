/** @file Identification of a robot from recordings: a job of iterations, whose result says each number, how well it is known, and what is not determined. */
import {
  requireFiniteNumber,
  requireInteger,
  requireList,
  requireObject,
  requireParts,
  requireSignal,
} from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { nextTurn } from '../optimize/next-turn.ts';
import { requireModel } from '../robot/require-model.ts';
import type { PartialRobotParameters } from '../robot/partial-parameters.ts';
import { integratorOf, type StepSettings } from '../simulation/plant.ts';
import type { Chosen } from '../settings/kinds.ts';
import { counted } from '../text/counted.ts';
import { formatNumber } from '../text/quantities.ts';
import { heldOut } from './hold-out.ts';
import { type IdentifiedRow, judged } from './judgement.ts';
import { iterated, type Search, searchFrom } from './levenberg-marquardt.ts';
import { type Deviations, OutputError } from './output-error.ts';
import { type Recording, requireRecordings } from './recording.ts';
import { segmentsOf } from './segments.ts';
import { hasUnknownStarts, type OutputModel } from './sensitivities.ts';
import { measuredStart } from './starts.ts';
import { stepsOf } from './steps.ts';
import { unknownKinds } from './unknowns/kinds.ts';
import { knownNumbers } from './unknowns/unknown.ts';

/** A robot, how its time is cut, and what is sought. */
export interface IdentificationSettings extends StepSettings {
  /** What is known of the robot otherwise than the model says. */
  readonly robot?: PartialRobotParameters;
  /** What is unknown: names of kinds, or objects with their settings. */
  readonly unknown: readonly Chosen[];
  /** Standard deviations of what was recorded: of configurations (rad or m; default 1e-4) and velocities (default 1e-3), one number or one a joint. */
  readonly deviations?: { readonly q?: number | readonly number[]; readonly v?: number | readonly number[] };
  /** s: recordings are cut into segments of at most that, each with a start of its own; whole where it is absent. Needs unknown starts. */
  readonly segment?: number;
  /** Most iterations; default 50. */
  readonly iterations?: number;
  /** Recordings that are not learned from: what was found is tried on them. */
  readonly holdout?: readonly Recording[];
}

/** Where an identification stands. Plain data. */
export interface IdentificationProgress {
  readonly iteration: number;
  readonly iterations: number;
  /** Root mean square of the residuals, in deviations of the sensors. */
  readonly residual: number;
  /** Simulations made so far, of all recordings each. */
  readonly simulations: number;
}

/** What an identification came to. Plain data. */
export interface IdentificationResult {
  readonly rows: readonly IdentifiedRow[];
  /** Sums of numbers that are determined where the numbers are not. */
  readonly combinations: readonly IdentifiedRow[];
  /** Root mean square of the residuals, in deviations of the sensors. */
  readonly before: number;
  readonly after: number;
  /** The same of recordings that were held out; null where there are none. */
  readonly holdout: { readonly before: number; readonly after: number } | null;
  readonly condition: number;
  readonly iterations: number;
  /** Simulations of all recordings, and how many of them had sensitivities. */
  readonly simulations: number;
  readonly linearizations: number;
  /** What was found in sentences, what is not determined among them. */
  readonly words: readonly string[];
  /** Coordinates of the unknowns, with which `identifiedRobot` finds the robot. */
  readonly coordinates: Float64Array;
}

/** Default standard deviations: of a good encoder, and of velocities made of it. */
const usual = { q: 1e-4, v: 1e-3, gap: 1e-2, iterations: 50 } as const;

function deviationOf(
  name: string,
  given: number | readonly number[] | undefined,
  fallback: number,
  nv: number,
): Float64Array {
  const list = typeof given === 'object' ? given : new Array<number>(nv).fill(given ?? fallback);
  if (list.length !== nv) throw new ArgumentError(name, `${list.length} numbers`, `one number, or ${nv}`);
  list.forEach((value, i) => {
    requireFiniteNumber(`${name}[${i}]`, value);
    if (!(value > 0)) throw new ArgumentError(`${name}[${i}]`, `${value}`, 'a positive number');
  });
  return Float64Array.from(list);
}

function requireSettings(settings: IdentificationSettings): void {
  requireObject('settings', settings, 'an object of model, integrator, dt and unknown');
  requireModel(settings.model);
  integratorOf(settings);
  requireList('unknown', settings.unknown, 'a list of what is unknown');
  if (settings.unknown.length === 0) throw new ArgumentError('unknown', 'an empty list', 'at least one unknown');
  if (settings.iterations !== undefined) requireInteger('iterations', settings.iterations, 0);
}

/** What is simulated, and what is unknown of it. */
export function outputModelOf(settings: IdentificationSettings): OutputModel {
  requireSettings(settings);
  const { model, integrator, dt, robot = {} } = settings;
  const context = { model, integrator, dt, robot };
  return {
    model,
    integrator,
    dt,
    numbers: knownNumbers(model, robot),
    unknowns: settings.unknown.map((chosen) => unknownKinds.make(chosen, context)),
  };
}

/** A job that identifies a robot: iterations one at a time, until it has an end. */
export class Identification {
  readonly #settings: IdentificationSettings;
  readonly #errors: OutputError;
  readonly #before: number;
  readonly #notes: readonly string[];
  readonly #deviations: Deviations;
  #search: Search;

  /** `state` goes on where another job of the same settings and recordings stood. Throws an ArgumentError where parts do not fit. */
  constructor(settings: IdentificationSettings, recordings: readonly Recording[], state?: IdentificationState) {
    const output = outputModelOf(settings);
    const { model, dt } = settings;
    requireRecordings('recordings', recordings, model);
    const steps = recordings.map((recording) => stepsOf(model, recording, dt));
    const { deviations: given = {}, segment } = settings;
    this.#deviations = {
      q: deviationOf('deviations.q', given.q, usual.q, model.nv),
      v: deviationOf('deviations.v', given.v, usual.v, model.nv),
      gap: usual.gap,
    };
    const most = segment === undefined || !hasUnknownStarts(output) ? Infinity : Math.max(1, Math.round(segment / dt));
    const segments = segmentsOf(steps, Math.min(most, Math.max(...steps.map(({ count }) => count))));
    this.#settings = settings;
    this.#errors = new OutputError(output, steps, segments, this.#deviations);
    this.#notes = steps.flatMap(({ words }) => (words ? [words] : []));
    const point = {
      x: Float64Array.from(output.unknowns.flatMap(({ start }) => Array.from(start))),
      starts: segments.map((one) => measuredStart(steps[one.recording], one, model.nv, dt)),
    };
    this.#search = searchFrom(this.#errors, point);
    this.#before = this.#rootMeanSquare();
    if (!Number.isFinite(this.#before))
      throw new ArgumentError(
        'recordings',
        'a simulation that diverges from the first guess',
        'one that stays finite',
        'cut the recordings into segments, or begin with a better guess',
      );
    if (state) this.#search = restored(this.#errors, state, this.#search);
  }

  #rootMeanSquare(): number {
    return Math.sqrt(this.#search.squares / Math.max(1, this.#errors.told));
  }

  get progress(): IdentificationProgress {
    return {
      iteration: this.#search.iteration,
      iterations: this.#settings.iterations ?? usual.iterations,
      residual: this.#rootMeanSquare(),
      simulations: this.#errors.simulations,
    };
  }

  /** Why it goes no further; null while it does. */
  get end(): string | null {
    const { iteration, end } = this.#search;
    return end ?? (iteration >= this.progress.iterations ? `it has made its ${counted(iteration, 'iteration')}` : null);
  }

  /** What `state` of a new job takes. Plain data. */
  get state(): IdentificationState {
    const { point, damping, growth, scales, iteration } = this.#search;
    return {
      x: Array.from(point.x),
      starts: point.starts.map((start) => Array.from(start)),
      damping,
      growth,
      scales: { shared: Array.from(scales.shared), own: scales.own.map((own) => Array.from(own)) },
      iteration,
    };
  }

  /** One iteration. Rejects with the signal's reason where it was aborted. */
  async step(signal?: AbortSignal): Promise<IdentificationProgress> {
    if (signal !== undefined) requireSignal(signal);
    await nextTurn();
    signal?.throwIfAborted();
    if (this.end === null) this.#search = iterated(this.#errors, this.#search);
    return this.progress;
  }

  /** What it has come to. */
  result(): IdentificationResult {
    const { point, squares, iteration } = this.#search;
    const { told, shared, own, output } = this.#errors;
    const free = Math.max(1, told - shared - own);
    const { rows, combinations, condition, words } = judged(
      output.unknowns,
      point.x,
      this.#errors.linearized(point),
      Math.sqrt(squares / free),
    );
    const holdout = this.#heldOut();
    const after = this.#rootMeanSquare();
    const { simulations, linearizations } = this.#errors;
    return {
      ...{
        rows,
        combinations,
        before: this.#before,
        after,
        holdout,
        condition,
        iterations: iteration,
        simulations,
        linearizations,
      },
      words: [...sentences({ rows, before: this.#before, after, holdout }), ...this.#notes, ...words],
      coordinates: point.x.slice(),
    };
  }

  #heldOut(): IdentificationResult['holdout'] {
    const { holdout = [], model, dt } = this.#settings;
    if (holdout.length === 0) return null;
    requireRecordings('holdout', holdout, model);
    const steps = holdout.map((recording) => stepsOf(model, recording, dt));
    const { output } = this.#errors;
    const first = Float64Array.from(output.unknowns.flatMap(({ start }) => Array.from(start)));
    const of = (x: Float64Array): number => heldOut(output, x, steps, this.#deviations);
    return { before: of(first), after: of(this.#search.point.x) };
  }
}

/** Where a job stands: what another goes on from. Plain data. */
export interface IdentificationState {
  readonly x: readonly number[];
  readonly starts: readonly (readonly number[])[];
  readonly damping: number;
  readonly growth: number;
  readonly scales: { readonly shared: readonly number[]; readonly own: readonly (readonly number[])[] };
  readonly iteration: number;
}

function restored(errors: OutputError, state: IdentificationState, fresh: Search): Search {
  requireParts('state', state, {
    x: 'a list',
    starts: 'a list',
    damping: 'a number',
    growth: 'a number',
    scales: 'an object',
    iteration: 'a number',
  });
  const { x, starts, damping, growth, scales, iteration } = state;
  if (x.length !== fresh.point.x.length || starts.length !== fresh.point.starts.length)
    throw new ArgumentError(
      'state',
      `${x.length} coordinates and ${starts.length} starts`,
      `${fresh.point.x.length} and ${fresh.point.starts.length}, as of the same settings and recordings`,
    );
  const point = { x: Float64Array.from(x), starts: starts.map((start) => Float64Array.from(start)) };
  const kept = { shared: Float64Array.from(scales.shared), own: scales.own.map((own) => Float64Array.from(own)) };
  return { point, squares: errors.squares(point).sum, damping, growth, scales: kept, iteration, end: null };
}

/** What there is to say of the whole. */
function sentences({
  rows,
  before,
  after,
  holdout,
}: Pick<IdentificationResult, 'rows' | 'before' | 'after' | 'holdout'>): string[] {
  const known = rows.filter(({ isDetermined }) => isDetermined).length;
  return [
    `${known} of ${counted(rows.length, 'number')} determined; residuals are ${formatNumber(after)} times what the sensors' noise explains, ${formatNumber(before)} before`,
    ...(after > 3
      ? ['the robot moves otherwise than any of these numbers explain: something else is wrong, or unknown']
      : []),
    ...(holdout ? [`held out: ${formatNumber(holdout.after)}, ${formatNumber(holdout.before)} before`] : []),
  ];
}
