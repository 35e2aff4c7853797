/** @file Covariances of noise learned through the whole filter: of recordings, which are members, by the gradient of what it foresaw of them. */
import {
  requireFunction,
  requireInstance,
  requireInteger,
  requireOptions,
  requireParts,
} from '../../core/arguments.ts';
import { div } from '../../core/ops/arithmetic.ts';
import { compile } from '../../core/compile.ts';
import { hvp } from '../../core/derivative/functions.ts';
import { largest } from '../../core/largest.ts';
import { ParameterLayout } from '../../core/parameters.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { lbfgs } from '../../optimize/lbfgs.ts';
import type { Method } from '../../optimize/method.ts';
import { minimize, type MinimizeEnd } from '../../optimize/minimize.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';
import { counted } from '../../text/counted.ts';
import { formatNumber } from '../../text/quantities.ts';
import type { Filter, FilterMemory } from '../filters/filter.ts';
import type { Recording } from '../filters/run-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import { requireNoiseParameters, type NoiseParameters, withNoise } from './noise-parameters.ts';
import { type Identifiability, identifiability } from './identifiability.ts';
import { surpriseOf } from './surprise.ts';

/** What is learned from what. */
export interface FitNoiseOptions<M extends FilterMemory = FilterMemory> {
  readonly model: StateModel;
  /** Makes the filter of a model with other noise. */
  readonly filter: (model: StateModel) => Filter<M>;
  readonly start: Gaussian;
  /** Of any number of members, a recording each. */
  readonly recording: Recording;
  /** Where it begins, and what is learned: `noiseParameters(model, sources)`. */
  readonly from: NoiseParameters;
  /** The truth [T, size]: then the density of the truth is what is made large, not that of the readings. */
  readonly states?: PopulationTensor;
  /** Default L-BFGS. */
  readonly method?: Method | UpdateRule;
  /** Most iterations; default 100. */
  readonly iterations?: number;
}

/** A parameter that was learned. */
export interface NoiseEstimate {
  /** "deviation of camera", "process noise". */
  readonly name: string;
  /** Its logarithm, but of entries below the diagonal of a factor: those themselves. */
  readonly value: number;
  /** Of the value; of a logarithm that is the relative error. Infinity where the data do not say, null where the truth was learned from. */
  readonly standardError: number | null;
}

/** What was learned. */
export interface NoiseFit {
  readonly parameters: NoiseParameters;
  /** The model with the noise that was learned. */
  readonly model: StateModel;
  readonly estimates: readonly NoiseEstimate[];
  /** Of the innovations' likelihood; null where the truth was learned from, whose errors are not independent of each other. */
  readonly identifiability: Identifiability | null;
  /** Channels that told something, of all ticks and members: T of the standard errors. */
  readonly innovations: number;
  /** Mean negative logarithm of the density of a channel, before and after. */
  readonly before: number;
  readonly after: number;
  readonly end: MinimizeEnd;
  readonly words: string;
}

/**
 * Learns covariances by the gradient of the negative logarithm of the density that the filter gave to each reading, before it was taken
 * in (Schweppe 1965), through the whole filter; or of that which its belief gave to the truth, where it is known (after Haarnoja et al. 2016).
 * Throws an ArgumentError or ShapeError where parts do not fit.
 */
export async function fitNoise<M extends FilterMemory>(options: FitNoiseOptions<M>): Promise<NoiseFit> {
  requireFit(options);
  const { model, from, states, method = lbfgs(), iterations = 100 } = options;
  const innovations = toldBy(options.recording);
  const surprise = (x: NoiseParameters): PopulationTensor => surpriseOf(options, x);
  const loss = (x: NoiseParameters): PopulationTensor => div(surprise(x), innovations);
  const found = await minimize(loss, from, method, { iterations, tolerance: smallSlope });
  const parameters = found.x;
  const layout = new ParameterLayout<NoiseParameters>(from);
  const names = namesOf(layout, model);
  const known = states ? null : identifiability(hessianAt(surprise, layout, parameters), names);
  const vector = layout.toVector(parameters);
  const estimates = names.map((name, i) => ({
    name,
    value: vector[i],
    standardError: known ? known.standardErrors[i] : null,
  }));
  return {
    parameters,
    model: withNoise(model, parameters),
    estimates,
    identifiability: known,
    innovations,
    before: found.history.of(0).loss[0] ?? found.loss.item(),
    after: found.loss.item(),
    end: found.end,
    words: wordsOf(estimates, known, innovations),
  };
}

/** Slope of the loss of a channel by a logarithm at which it is done: curvatures are about 1, so that the rest is about as small. */
const smallSlope = 1e-6;

/** Channels of all ticks and members that told something. */
function toldBy({ readings }: Recording): number {
  const members = largest(
    1,
    readings.map(({ value, present }) => Math.max(value.population, present.population)),
  );
  const count = ({ data, population }: PopulationTensor): number =>
    data.reduce((sum, here) => sum + here, 0) * (members / population);
  return readings.reduce((sum, { present }) => sum + count(present), 0);
}

/** Columns are products with unit vectors. */
function hessianAt(
  f: (x: NoiseParameters) => PopulationTensor,
  layout: ParameterLayout<NoiseParameters>,
  x: NoiseParameters,
): number[][] {
  const like = layout.fromVector(new Float64Array(layout.size));
  const product = compile((at: NoiseParameters, along: NoiseParameters) => hvp(f)(at, along), [x, like]);
  return Array.from({ length: layout.size }, (_, i) => {
    const unit = new Float64Array(layout.size);
    unit[i] = 1;
    return Array.from(layout.toVector(product(x, layout.fromVector(unit))));
  });
}

/** A name for each number, in the order of the slots. */
function namesOf({ slots }: ParameterLayout<NoiseParameters>, { sensors }: StateModel): string[] {
  return slots.flatMap(({ path, size }) => {
    const sensor = sensors.find(({ name }) => path === `sensors.${name}`);
    const name = sensor ? `deviation of ${sensor.name}` : 'process noise';
    return Array.from({ length: size }, (_, i) => (size === 1 ? name : `${name} ${i + 1}`));
  });
}

function wordsOf(estimates: readonly NoiseEstimate[], known: Identifiability | null, innovations: number): string {
  const told = `${counted(innovations, 'innovation')}, ${formatNumber(innovations / estimates.length)} a parameter`;
  if (!known) return `Learned from the truth beside ${told}.`;
  const worst = largest(0, known.standardErrors);
  const error = Number.isFinite(worst) ? `; standard errors are at most ${formatNumber(100 * worst)} %` : '';
  return [`Learned from ${told}${error}.`, ...known.flat.map(({ words }) => `Not identified: ${words}.`)].join(' ');
}

function requireFit<M extends FilterMemory>(options: FitNoiseOptions<M>): void {
  const names = ['model', 'filter', 'start', 'recording', 'from', 'states', 'method', 'iterations'];
  requireOptions('fitNoise', options, names);
  const { model, filter, start, recording, from, states, iterations = 0 } = options;
  requireStateModel(model);
  requireFunction('filter', filter);
  requireParts('start', start, { mean: 'an object', factor: 'an object' });
  requireParts('recording', recording, { readings: 'a list', sensed: 'an object', acting: 'an object' });
  requireNoiseParameters(from);
  if (states !== undefined) requireInstance('states', states, PopulationTensor);
  requireInteger('iterations', iterations, 0);
}
