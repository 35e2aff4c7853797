/** @file Mean and spread of weighted particles on a space where differences, not numbers, are added. */
import { exp } from '../../core/ops/exponential.ts';
import { mul } from '../../core/ops/elementwise.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Space } from '../space.ts';
import type { Ensemble } from './ensemble.ts';

/** Points [size] a particle, and logarithms of shares that sum to 1. */
export type Cloud = { readonly points: PopulationTensor; readonly logShares: PopulationTensor };

/** Steps towards the mean: the first is exact where differences are numbers, the second where the space curves a little. */
const steps = 2;

/**
 * The point [size] about which the weighted differences sum to 0, sought from a reference near it: m <- m + sum w (x - m), with
 * moves and differences of the space.
 */
export function meanOf(
  { each, total }: Ensemble,
  space: Space,
  { points, logShares }: Cloud,
  reference: PopulationTensor,
): PopulationTensor {
  let mean = reference;
  for (let step = 0; step < steps; step++) {
    const about = mean;
    const parts = each(
      ({ point, log }: { readonly point: PopulationTensor; readonly log: PopulationTensor }) =>
        mul(exp(log), space.difference(about, point)),
      { point: points, log: logShares },
    );
    mean = space.move(about, total(parts));
  }
  return mean;
}

/** Differences from the mean, [dimension] a particle, times the roots of the shares: the sum of their products is the covariance. */
export function deviationsOf(
  { each }: Ensemble,
  space: Space,
  { points, logShares }: Cloud,
  mean: PopulationTensor,
): PopulationTensor {
  return each(
    ({ point, log }: { readonly point: PopulationTensor; readonly log: PopulationTensor }) =>
      mul(exp(mul(0.5, log)), space.difference(mean, point)),
    { point: points, log: logShares },
  );
}
