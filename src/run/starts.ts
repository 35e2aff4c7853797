/** @file Where runs start: a scene's parameters with its seeded noise, and others around them, one stream a member. */
import { PopulationTensor } from '../core/population-tensor.ts';
import { normal } from '../core/random.ts';
import { requireElements } from '../core/shape.ts';

export interface StartSettings {
  /** Standard deviation of the noise on the initial parameters. */
  readonly perturbation: number;
  readonly seed: number;
}

/** Standard deviation of starts around one whose scene says nothing of it. */
const usualSpread = 0.2;

/** Initial parameters with their noise. */
export function perturbed(parameters: Float64Array, { perturbation, seed }: StartSettings): Float64Array {
  if (perturbation === 0) return parameters;
  const noise = normal({ seed }, parameters.length);
  return parameters.map((value, i) => value + perturbation * noise[i]);
}

/** The start itself, and others around it: [size], of `count` members. */
export function startsAround(
  start: Float64Array,
  { perturbation, seed }: StartSettings,
  count: number,
): PopulationTensor {
  requireElements('starts', [start.length], count);
  const data = new Float64Array(start.length * count);
  for (let member = 0; member < count; member++) {
    const noise = member === 0 ? undefined : normal({ seed, member }, start.length);
    for (let i = 0; i < start.length; i++)
      data[i * count + member] = start[i] + (noise ? (perturbation || usualSpread) * noise[i] : 0);
  }
  return new PopulationTensor({ shape: [start.length], population: count }, data);
}
