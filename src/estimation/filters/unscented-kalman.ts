/** @file The unscented Kalman filter in square roots: deviations go through a function as those of a few points do. */
import { requireOptions } from '../../core/arguments.ts';
import { concat } from '../../core/ops/indexing.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { zeros } from '../../core/population-tensor.ts';
import type { StateModel } from '../state-model.ts';
import type { Filter } from './filter.ts';
import { gaussianFilter, type GaussianFilterSettings, type GaussianMemory } from './gaussian-filter.ts';
import { type SigmaPointSettings, sigmaPointWeights, transformed } from './sigma-points.ts';
import { downdated } from './square-root-correction.ts';

/** What an unscented filter can be told. */
export interface UnscentedSettings extends GaussianFilterSettings, SigmaPointSettings {}

/**
 * The unscented Kalman filter of a model. Points are drawn anew from what is believed for each reading, process noise included.
 * Covariances are triangular factors of weighted deviations; only where the centre's weight is negative (see `sigmaPointWarning`)
 * is anything taken off, and then a covariance that is none is NaN. Throws where the model or the settings are none.
 */
export function unscentedKalman(model: StateModel, settings: UnscentedSettings = {}): Filter<GaussianMemory> {
  requireOptions('unscentedKalman', settings, ['gate', 'patience', 'alpha', 'kappa', 'beta']);
  const { gate, patience, ...points } = settings;
  const filter = gaussianFilter(
    'unscented Kalman',
    model,
    { gate, patience },
    {
      expect: (belief, sensor, input) => {
        const { mean, deviations, less } = transformed(belief, (x) => sensor.read(x, input), {
          from: space,
          to: sensor.space,
          weights,
        });
        const { dimension } = space;
        const others = zeros([dimension, deviations.shape[1] - dimension]);
        return { mean, reading: deviations, state: concat([belief.factor, others], 1), ...(less && { less }) };
      },
      predict: (belief, input) => {
        const f = { from: space, to: space, weights };
        const { mean, deviations, less } = transformed(belief, (x) => model.process.step(x, input), f);
        const factor = triangularFactor(concat([deviations, model.process.noise(belief.mean, input)], 1));
        return { mean, factor: less ? downdated(factor, less) : factor };
      },
    },
  );
  const { space } = model.process;
  const weights = sigmaPointWeights(space.dimension, points);
  return filter;
}
