/** @file Covariances of noise learned through the whole filter: of recordings, which are members, by the gradient of what it foresaw of them. */
import {
  requireFunction,
  requireInstance,
  requireInteger,
  requireOptions,
  requireParts,
  requireSignal,
} from '../../core/arguments.ts';
import { ParameterLayout } from '../../core/parameters.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import type { MinimizeEnd } from '../../optimize/minimize.ts';
import type { Filter, FilterMemory } from '../filters/filter.ts';
import type { Recording } from '../filters/run-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import { requireNoiseParameters, type NoiseParameters, withNoise } from './noise-parameters.ts';
import { type FitSearch, fitSurprise, toldBy } from './fit-surprise.ts';
import type { Identifiability } from './identifiability.ts';
import { surpriseOf } from './surprise.ts';

/** What is learned from what. */
export interface FitNoiseOptions<M extends FilterMemory = FilterMemory> extends FitSearch {
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
  const { model, from, states, recording, method, iterations, signal, onIteration } = options;
  const innovations = toldBy(recording);
  const names = namesOf(new ParameterLayout<NoiseParameters>(from), model);
  const found = await fitSurprise((x: NoiseParameters) => surpriseOf(options, x), from, {
    names,
    innovations,
    isLikelihood: !states,
    ...{ method, iterations, signal, onIteration },
  });
  const { x: parameters, values, identifiability: known, before, after, end, words } = found;
  return {
    parameters,
    model: withNoise(model, parameters),
    estimates: names.map((name, i) => ({
      name,
      value: values[i],
      standardError: known ? known.standardErrors[i] : null,
    })),
    identifiability: known,
    innovations,
    before,
    after,
    end,
    words,
  };
}

/** A name for each number, in the order of the slots. */
function namesOf({ slots }: ParameterLayout<NoiseParameters>, { sensors }: StateModel): string[] {
  return slots.flatMap(({ path, size }) => {
    const sensor = sensors.find(({ name }) => path === `sensors.${name}`);
    const name = sensor ? `deviation of ${sensor.name}` : 'process noise';
    return Array.from({ length: size }, (_, i) => (size === 1 ? name : `${name} ${i + 1}`));
  });
}

function requireFit<M extends FilterMemory>(options: FitNoiseOptions<M>): void {
  const names = [
    'model',
    'filter',
    'start',
    'recording',
    'from',
    'states',
    'method',
    'iterations',
    'signal',
    'onIteration',
  ];
  requireOptions('fitNoise', options, names);
  const { model, filter, start, recording, from, states, iterations = 0, signal, onIteration } = options;
  requireStateModel(model);
  requireFunction('filter', filter);
  requireParts('start', start, { mean: 'an object', factor: 'an object' });
  requireParts('recording', recording, { readings: 'a list', sensed: 'an object', acting: 'an object' });
  requireNoiseParameters(from);
  if (states !== undefined) requireInstance('states', states, PopulationTensor);
  requireInteger('iterations', iterations, 0);
  if (signal !== undefined) requireSignal(signal);
  if (onIteration !== undefined) requireFunction('onIteration', onIteration);
}
