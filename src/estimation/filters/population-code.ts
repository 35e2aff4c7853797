/** @file The population-coded filter: its memory is what tuned units do. Evidence adds activity, time divides it, and bumps move along with the state. */
import {
  requireFiniteNumber,
  requireInteger,
  requireList,
  requireNumbers,
  requireOptions,
  requireParts,
} from '../../core/arguments.ts';
import { div, sqrt, square } from '../../core/ops/arithmetic.ts';
import { add, choose, mul } from '../../core/ops/elementwise.ts';
import { cholesky, solveCholesky } from '../../core/ops/factorization.ts';
import { concat, reshape, slice, transpose } from '../../core/ops/indexing.ts';
import { dot, matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { solveTriangular } from '../../core/ops/triangular-solve.ts';
import { eye, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { requireTensor } from '../../core/require-tensor.ts';
import type { Tree } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import { counted } from '../../text/counted.ts';
import { type Reading, requireStateModel, type StateModel } from '../state-model.ts';
import {
  type BankShape,
  type Banks,
  emptyBanks,
  heldBy,
  type Information,
  leastUnits,
  settled,
  widthsOf,
} from './banks.ts';
import type { Corrected, Draws, Filter } from './filter.ts';
import { type Gate, gateOf, noRefusals, type Refusals } from './gate.ts';
import { type GaussianFilterSettings, heardOf, logDensity, requireStart } from './gaussian-filter.ts';
import { toldByUnits, unitsPerChannel } from './sensory-units.ts';

/** How a population-coded filter is made. */
export interface PopulationCodeSettings extends GaussianFilterSettings {
  /** How far the units of each coordinate of the state go on either side of where it begins, in its unit. A ring takes none. */
  readonly extent: readonly number[];
  /** Which coordinates are angles of which whole turns mean nothing; their units stand on a ring. Default none. */
  readonly ring?: readonly boolean[];
  /** Units of each coordinate. Default 41. */
  readonly units?: number;
  /** Spikes expected of each channel of a reading; rates without noise where absent. */
  readonly spikes?: number;
}

/** What such a filter remembers. */
export type PopulationCodeMemory = Banks & { readonly refusals: Refusals };

/** Standard deviation, in widths of a bank, below which nothing is ever believed: what is known for certain has no precision. */
const floor = 1e-6;

function requireSettings(dimension: number, settings: PopulationCodeSettings): BankShape {
  requireOptions('populationCode', settings, ['extent', 'ring', 'units', 'spikes', 'gate', 'patience']);
  const { extent, ring = extent.map(() => false), units = 41, spikes } = settings;
  requireNumbers('extent', extent);
  if (extent.length !== dimension || ring.length !== dimension)
    throw new ArgumentError(
      'extent',
      counted(extent.length, 'number'),
      `one for each of ${counted(dimension, 'coordinate')}`,
    );
  extent.forEach((far, i) => {
    if (!(far > 0 && far < Infinity)) throw new ArgumentError(`extent[${i}]`, String(far), 'a positive number');
  });
  requireInteger('units', units, leastUnits, 4096);
  if (spikes !== undefined) {
    requireFiniteNumber('spikes', spikes);
    if (!(spikes > 0 && spikes <= 1000)) throw new ArgumentError('spikes', String(spikes), 'a number up to 1000');
  }
  return { extent: extent.map((far, i) => (ring[i] ? Math.PI : far)), ring: ring.map(Number), units };
}

/** Factor P = L L' of a belief's covariance, not triangular: the transposed inverse of the precision's. */
const spreadOf = (precision: PopulationTensor): PopulationTensor =>
  transpose(solveTriangular(cholesky(precision), eye(precision.shape[0])));

/** The precision of a covariance's factor [d, m], and no belief narrower than the floor. */
function precisionOf(shape: BankShape, factor: PopulationTensor): PopulationTensor {
  const least = mul(eye(shape.extent.length), tensor(widthsOf(shape).map((width) => floor * width)));
  const inverse = solveTriangular(triangularFactor(concat([factor, least], 1)), eye(shape.extent.length));
  return matmul(transpose(inverse), inverse);
}

interface Made {
  readonly model: StateModel;
  readonly shape: BankShape;
  readonly gate: Gate;
  readonly spikes: number | undefined;
  /** Channels of the sensors before each. */
  readonly before: readonly number[];
}

function correct(
  { model, shape, gate, spikes, before }: Made,
  memory: PopulationCodeMemory,
  index: number,
  reading: Reading,
  { input, draws }: { readonly input: Tree; readonly draws: Draws },
): Corrected<PopulationCodeMemory> {
  const sensor = model.sensors[index];
  const channels = sensor.space.dimension;
  const { mean, precision } = heldBy(shape, memory);
  const { value, byState } = sensor.linearize(mean, input);
  const heard = heardOf(sensor, reading, value);
  const present = heard.present;
  const told = toldByUnits(
    mul(present, sensor.space.difference(value, heard.value)),
    sensor.deviation,
    spikes === undefined ? undefined : { spikes, uniforms: uniformsOf(draws, before[index], channels) },
  );
  // a channel of which no unit fired says no more than one that is absent
  const fires = mul(present, choose(told.precision, 1, 0));
  const residual = mul(fires, told.reading);
  const weight = mul(fires, told.precision);
  const rows = mul(byState, reshape(fires, [channels, 1]));
  const noise = div(1, choose(fires, weight, 1));
  const deviations = concat([mul(eye(channels), sqrt(noise)), matmul(rows, spreadOf(precision))], 1);
  const factor = triangularFactor(deviations);
  const normalized = solveTriangular(factor, residual);
  const [squared, count] = [dot(normalized, normalized), sum(fires)];
  const { accepted, doubt, refusals } = gate(memory.refusals, index, { square: squared, channels: count });
  const weighted = mul(transpose(rows), weight);
  const added = add(precision, matmul(weighted, rows));
  const tangent = solveCholesky(cholesky(added), matmul(weighted, residual));
  const after: Information = {
    mean: choose(accepted, model.process.space.move(mean, tangent), mean),
    precision: choose(accepted, added, div(precision, square(doubt))),
  };
  return {
    memory: { ...settled(shape, memory, after), refusals },
    innovation: {
      residual,
      factor,
      square: squared,
      channels: count,
      logLikelihood: logDensity(factor, squared, count),
      accepted,
    },
  };
}

/** Uniform numbers of a sensor's units, [channels, unitsPerChannel]. */
function uniformsOf({ uniform }: Draws, start: number, channels: number): PopulationTensor {
  if (!uniform) throw new ArgumentError('draws.uniform', 'none', 'the numbers that filter.draws asks for');
  const begin = start * unitsPerChannel;
  return reshape(slice(uniform, [begin], [begin + channels * unitsPerChannel]), [channels, unitsPerChannel]);
}

/**
 * A filter whose memory is the activity of banks of tuned units, one a coordinate of the state, and couplings between banks. Units of their own tell each
 * reading; connections (the sensor's derivative) add what they do to banks and couplings, which then settle. A step divides by the
 * matrix that Kalman's prediction divides by. Without spikes it is the extended Kalman filter but for rounding and for beliefs that
 * do not fit their banks: a mean beyond the extent is held at its end (see `bankFindings`), and nothing is believed to be known better than
 * a millionth of a width. Throws where the model or the settings are none, or where points have other numbers than tangents.
 */
export function populationCode(model: StateModel, settings: PopulationCodeSettings): Filter<PopulationCodeMemory> {
  requireStateModel(model);
  const { process, sensors } = model;
  const { space } = process;
  if (space.size !== space.dimension)
    throw new ArgumentError(
      'model.process.space',
      `points of ${space.size} numbers, tangents of ${space.dimension}`,
      'as many of both',
      'banks are of coordinates',
    );
  const shape = requireSettings(space.dimension, settings);
  const sizes = sensors.map((sensor) => sensor.space.dimension);
  const before = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  const made: Made = { model, shape, gate: gateOf(settings, sizes), spikes: settings.spikes, before };
  const channels = sizes.reduce((a, b) => a + b, 0);
  return {
    name: 'population code',
    model,
    ...(settings.spikes !== undefined && { draws: { normal: 0, uniform: channels * unitsPerChannel } }),
    begin: (start) => {
      requireStart(start, space);
      const belief = { mean: start.mean, precision: precisionOf(shape, start.factor) };
      return { ...settled(shape, emptyBanks(shape, start.mean), belief), refusals: noRefusals(sensors.length) };
    },
    correct: (memory, sensor, reading, input, draws) => correct(made, memory, sensor, reading, { input, draws }),
    predict: (memory, input) => {
      const { mean, precision } = heldBy(shape, memory);
      const { value, byState } = process.linearize(mean, input);
      const deviations = concat([matmul(byState, spreadOf(precision)), process.noise(mean, input)], 1);
      const next = { mean: value, precision: precisionOf(shape, deviations) };
      return { ...settled(shape, memory, next), refusals: memory.refusals };
    },
    belief: (memory) => {
      const { mean, precision } = heldBy(shape, memory);
      return { mean, factor: triangularFactor(spreadOf(precision)) };
    },
  };
}

/** What went wrong in the banks of a memory, in words, for coordinates of those names: bumps that had to be held at the end of their units. */
export function bankFindings(
  memory: Pick<PopulationCodeMemory, 'held'>,
  names: readonly string[],
  member = 0,
): string[] {
  requireParts('memory', memory, { held: 'an object' }, 'use that of a population-coded filter');
  requireTensor('memory.held', memory.held);
  requireList('names', names, 'a list of names');
  return memory.held.toArray(member).flatMap((count, i) => {
    const bump = `the bump of ${names[i] ?? `coordinate ${i}`}`;
    const remedy = 'give its units a wider extent';
    return count > 0 ? [`${bump} left its units ${counted(count, 'time')} and was held at their end: ${remedy}`] : [];
  });
}
