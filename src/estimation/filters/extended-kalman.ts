/** @file The extended Kalman filter in square roots: deviations go through a function as its derivative at the mean says. On a linear model it is the Kalman filter. */
import { requireOptions } from '../../core/arguments.ts';
import { concat } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import type { StateModel } from '../state-model.ts';
import type { Filter } from './filter.ts';
import { gaussianFilter, type GaussianFilterSettings, type GaussianMemory } from './gaussian-filter.ts';

/**
 * The extended Kalman filter of a model; the Kalman filter where the model is linear (see `linearModel`). Covariances are kept as
 * triangular factors, which are found by orthogonal transformations: they are symmetric and never negative, whatever the noise.
 * Throws where the model or the settings are none.
 */
export function extendedKalman(model: StateModel, settings: GaussianFilterSettings = {}): Filter<GaussianMemory> {
  requireOptions('extendedKalman', settings, ['gate', 'patience']);
  return gaussianFilter('extended Kalman', model, settings, {
    expect: ({ mean, factor }, sensor, input) => {
      const { value, byState } = sensor.linearize(mean, input);
      return { mean: value, reading: matmul(byState, factor), state: factor };
    },
    predict: ({ mean, factor }, input) => {
      const { value, byState } = model.process.linearize(mean, input);
      const noise = model.process.noise(mean, input);
      return { mean: value, factor: triangularFactor(concat([matmul(byState, factor), noise], 1)) };
    },
  });
}
