/** @file Units that tell a reading: its noise is in their gain, and what their spikes add is known. */
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { add, choose, equal, mul } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { sum } from '../../core/ops/reduction.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { poissonQuantile, straightThrough } from '../codes/noise.ts';
import { wrapped } from '../space.ts';

/** Of an endless line of units half a width apart only those near a reading respond: so many on either side. */
const nearOnes = 16;

/** Units that respond to a channel. */
export const unitsPerChannel = 2 * nearOnes + 1;

/** What units told of readings. */
export interface Told {
  /** [c]. */
  readonly reading: PopulationTensor;
  /** Inverse variance of it, of noise and spikes, [c]; 0 where no unit fired. */
  readonly precision: PopulationTensor;
}

/**
 * Readings [c] of noise with standard deviations [c], as units as wide as that noise tell them. Without spikes activities are rates whose sum over
 * width^2 is the inverse variance of the noise: nothing is lost. With `spikes` expected of each channel and uniform numbers [c, unitsPerChannel]
 * counts are drawn: their centre of mass adds the variance width^2 / count, so the precision is divided, n / (1 + n) of the whole. Gradients go
 * straight through the counts.
 */
export function toldByUnits(
  readings: PopulationTensor,
  deviations: TensorLike,
  drawn?: { readonly spikes: number; readonly uniforms: PopulationTensor },
): Told {
  const c = readings.size;
  const width = tensor(deviations);
  const units = mul(2, div(readings, width));
  // from the nearest unit of the line to the reading, in units
  const nearest = stopGradient(sub(units, mul(0.5 / Math.PI, wrapped(mul(2 * Math.PI, units)))));
  const places = add(reshape(nearest, [c, 1]), tensor(Array.from({ length: unitsPerChannel }, (_, k) => k - nearOnes)));
  const away = sub(places, reshape(units, [c, 1]));
  const total = drawn ? drawn.spikes : 1;
  const rates = mul(total / (2 * Math.sqrt(2 * Math.PI)), exp(mul(-0.125, square(away))));
  const most = Math.ceil(total / 5 + 10 * Math.sqrt(total / 5) + 20);
  const activity = drawn ? straightThrough(rates, poissonQuantile(rates, drawn.uniforms, most)) : rates;
  const count = sum(activity, 1);
  const isNone = equal(count, 0);
  const centre = div(sum(mul(activity, away), 1), choose(isNone, 1, count));
  const precision = drawn ? div(count, add(1, count)) : count;
  return { reading: add(readings, mul(mul(0.5, width), centre)), precision: div(precision, square(width)) };
}
