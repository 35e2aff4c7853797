/** @file The noise of a model as parameters that any number is good for: logarithms of deviations, and a factor that mixes sources. */
import { requireList, requireParts, requireWord } from '../../core/arguments.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { exp, log } from '../../core/ops/exponential.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { type PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import { logCholesky } from './log-cholesky.ts';

/** How the process noise is learned: one scale of all, one a source, sources that may go together, or not at all. */
export type ProcessNoise = 'scale' | 'deviations' | 'factor' | 'known';

/** Logarithms; 0 of the process is the model's own noise. */
export type NoiseParameters = {
  /** Of each sensor that is learned, by its name: logarithms of deviations [dimension]. */
  readonly sensors: { readonly [name: string]: PopulationTensor };
  /** Logarithm of a scale [], of one a source [m], or log-Cholesky [m (m + 1) / 2] of a factor that columns of noise are multiplied by. */
  readonly process: { readonly noise?: PopulationTensor };
};

/** What is learned; all sensors and one scale of the process where nothing is said. */
export interface LearnedNoise {
  readonly sensors?: readonly string[];
  readonly process?: ProcessNoise;
}

/** The parameters of a model's own noise. `sources`: columns of its process noise. Throws an ArgumentError for a sensor that it has not. */
export function noiseParameters(model: StateModel, sources: number, learned: LearnedNoise = {}): NoiseParameters {
  requireStateModel(model);
  const { sensors = model.sensors.map(({ name }) => name), process = 'scale' } = learned;
  requireList('sensors', sensors);
  requireWord('process', process, ['scale', 'deviations', 'factor', 'known']);
  const shapes = { scale: [], deviations: [sources], factor: [(sources * (sources + 1)) / 2] } as const;
  return {
    sensors: Object.fromEntries(sensors.map((name) => [name, log(sensorNamed(model, name).deviation)])),
    process: process === 'known' ? {} : { noise: zeros(shapes[process]) },
  };
}

function sensorNamed({ sensors }: StateModel, name: string): StateModel['sensors'][number] {
  const found = sensors.find((sensor) => sensor.name === name);
  if (found) return found;
  const names = sensors.map((sensor) => sensor.name).join(', ');
  throw new ArgumentError('sensors', `"${name}"`, `one of ${names}`);
}

/** Refuses what are no parameters of noise. */
export const requireNoiseParameters = (parameters: NoiseParameters): void =>
  requireParts(
    'parameters',
    parameters,
    { sensors: 'an object', process: 'an object' },
    'take those of noiseParameters(model, sources)',
  );

/** The model with the noise that the parameters say. */
export function withNoise(model: StateModel, parameters: NoiseParameters): StateModel {
  requireStateModel(model);
  requireNoiseParameters(parameters);
  const { noise } = parameters.process;
  const { process, sensors } = model;
  return {
    process: noise ? { ...process, noise: (state, input) => mixed(process.noise(state, input), noise) } : process,
    sensors: sensors.map((sensor) => {
      const logs = (parameters.sensors as { readonly [name: string]: PopulationTensor | undefined })[sensor.name];
      return logs ? { ...sensor, deviation: exp(logs) } : sensor;
    }),
  };
}

/** Columns [n, m] scaled by one number, by one a column, or mixed by a factor. */
function mixed(columns: PopulationTensor, noise: PopulationTensor): PopulationTensor {
  if (noise.shape.length === 0 || noise.size === columns.shape[1]) return mul(columns, exp(noise));
  return matmul(columns, logCholesky(noise));
}
