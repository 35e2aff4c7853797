/** @file Identification of a robot from recordings: a job of iterations, whose result says each number, how well it is known, and what is not determined. */
import { requireFiniteNumber, requireInteger, requireNumbers, requireParts, requireSignal } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { nextTurn } from '../optimize/next-turn.ts';
import { counted } from '../text/counted.ts';
import { formatNumber } from '../text/quantities.ts';
import { heldOut } from './hold-out.ts';
import { type IdentifiedRow, judged } from './judgement.ts';
import { iterated, type Search, searchFrom } from './levenberg-marquardt.ts';
import { type Deviations, OutputError } from './output-error.ts';
import { type RobotRecording, requireRecordings } from './recording.ts';
import { hasUnknownStarts } from './sensitivities.ts';
import { deviationsOf, type IdentificationSettings, iterationsOf, outputModelOf, segmentsFor } from './settings.ts';
import { measuredStart } from './starts.ts';
import { stepsOf } from './steps.ts';

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
  readonly residual: { readonly before: number; readonly after: number };
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

/** A job that identifies a robot: iterations one at a time, until it has an end. */
export class Identification {
  readonly #settings: IdentificationSettings;
  readonly #errors: OutputError;
  readonly #before: number;
  readonly #notes: readonly string[];
  readonly #deviations: Deviations;
  #search: Search;

  /** `state` goes on where another job of the same settings and recordings stood. Throws an ArgumentError where parts do not fit. */
  constructor(settings: IdentificationSettings, recordings: readonly RobotRecording[], state?: IdentificationState) {
    const output = outputModelOf(settings);
    const { model, dt } = settings;
    requireRecordings('recordings', recordings, model);
    const steps = recordings.map((recording) => stepsOf(model, recording, dt));
    this.#deviations = deviationsOf(settings);
    const segments = segmentsFor(settings, steps);
    this.#settings = settings;
    const isCut = segments.length > steps.length;
    this.#errors = new OutputError({ ...output, isCut }, steps, segments, this.#deviations);
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

  /** Of what was told, without the gaps between segments. */
  #rootMeanSquare(): number {
    const { squares, gaps } = this.#search;
    return Math.sqrt((squares - gaps) / Math.max(1, this.#errors.told));
  }

  get progress(): IdentificationProgress {
    return {
      iteration: this.#search.iteration,
      iterations: iterationsOf(this.#settings),
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
      names: namesOf(this.#errors),
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
    const { told, shared, own, output, recordings, simulations, linearizations } = this.#errors;
    const starts = hasUnknownStarts(output) ? recordings.length : 0;
    const free = Math.max(1, told - shared - starts * own);
    const found = judged(output.unknowns, point.x, this.#errors.linearized(point), Math.sqrt(squares / free));
    const residual = { before: this.#before, after: this.#rootMeanSquare() };
    const holdout = this.#heldOut();
    return {
      ...found,
      residual,
      holdout,
      iterations: iteration,
      simulations,
      linearizations,
      words: [...sentences({ ...found, residual, holdout }), ...this.#notes, ...found.words],
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
  /** What is unknown, by name. */
  readonly names: readonly string[];
  readonly x: readonly number[];
  readonly starts: readonly (readonly number[])[];
  readonly damping: number;
  readonly growth: number;
  readonly scales: { readonly shared: readonly number[]; readonly own: readonly (readonly number[])[] };
  readonly iteration: number;
}

const namesOf = ({ output }: OutputError): string[] =>
  output.unknowns.flatMap(({ quantities }) => quantities.map(({ name }) => name));

/** Refuses what is no state of this identification: of other unknowns, or of other recordings. */
function requireState(state: IdentificationState, errors: OutputError, { point, scales: own }: Search): void {
  const lists = { names: 'a list', x: 'a list', starts: 'a list', scales: 'an object' } as const;
  requireParts('state', state, { ...lists, damping: 'a number', growth: 'a number', iteration: 'a number' });
  const { names, x, starts, damping, growth, scales, iteration } = state;
  const remedy = 'go on with the same settings and recordings';
  const expected = namesOf(errors);
  if (names.join() !== expected.join())
    throw new ArgumentError('state.names', names.join(', '), expected.join(', '), remedy);
  requireParts('state.scales', scales, { shared: 'a list', own: 'a list' });
  const rows: [name: string, found: unknown, expected: number][] = [
    ['x', x, point.x.length],
    ['scales.shared', scales.shared, own.shared.length],
    ...point.starts.map((start, i): [string, unknown, number] => [`starts[${i}]`, starts[i], start.length]),
    ...own.own.map((row, i): [string, unknown, number] => [`scales.own[${i}]`, scales.own[i], row.length]),
  ];
  if (starts.length !== point.starts.length)
    throw new ArgumentError('state.starts', `${starts.length} segments`, `${point.starts.length}`, remedy);
  for (const [name, found, count] of rows) {
    requireNumbers(`state.${name}`, found);
    if ((found as number[]).length !== count)
      throw new ArgumentError(`state.${name}`, `${(found as number[]).length} numbers`, `${count}`, remedy);
    (found as number[]).forEach((value, i) => requireFiniteNumber(`state.${name}[${i}]`, value));
  }
  requireFiniteNumber('state.damping', damping);
  requireFiniteNumber('state.growth', growth);
  requireInteger('state.iteration', iteration, 0);
}

function restored(errors: OutputError, state: IdentificationState, fresh: Search): Search {
  requireState(state, errors, fresh);
  const { x, starts, damping, growth, scales, iteration } = state;
  const point = { x: Float64Array.from(x), starts: starts.map((start) => Float64Array.from(start)) };
  const kept = { shared: Float64Array.from(scales.shared), own: scales.own.map((own) => Float64Array.from(own)) };
  const { sum: squares, gaps } = errors.squares(point);
  return { point, squares, gaps, damping, growth, scales: kept, iteration, end: null };
}

/** Residuals, in deviations, beyond which the sensors do not explain them. */
const muchResidual = 3;

/** What there is to say of the whole. */
function sentences({ rows, residual, holdout }: Pick<IdentificationResult, 'rows' | 'residual' | 'holdout'>): string[] {
  const known = rows.filter(({ isDetermined }) => isDetermined).length;
  const { before, after } = residual;
  return [
    `${known} of ${counted(rows.length, 'number')} determined; residuals are ${formatNumber(after)} times what the sensors' noise explains, ${formatNumber(before)} before`,
    ...(after > muchResidual
      ? ['the robot moves otherwise than any of these numbers explain: something else is wrong, or unknown']
      : []),
    ...(holdout ? [`held out: ${formatNumber(holdout.after)}, ${formatNumber(holdout.before)} before`] : []),
  ];
}
