/** @file All states of a recording, each given all that was told before and after it. */
import { requireInteger, requireOptions, requireParts } from '../../core/arguments.ts';
import { ones } from '../../core/population-tensor.ts';
import { extendedKalman } from '../filters/extended-kalman.ts';
import { type Recording, runFilter } from '../filters/run-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import { smoothedStretch } from './gauss-newton.ts';

/** How far a smoother goes. */
export interface SmoothingOptions {
  /** Iterations of Gauss and Newton. Default 5; 1 is exact on a linear model. */
  readonly iterations?: number;
}

/**
 * What is believed of every tick given all of a recording: means, rows [ticks, size] of the most likely trajectory, and factors
 * [ticks, n, n] of their covariances on the model made linear there. Begins at what the extended Kalman filter believed. The process
 * noise may leave directions alone. Throws where the model is none.
 */
export function smoothAll(
  model: StateModel,
  start: Gaussian,
  recording: Recording,
  options: SmoothingOptions = {},
): Gaussian {
  requireStateModel(model);
  requireParts('recording', recording, { readings: 'an object', sensed: 'an object', acting: 'an object' });
  requireOptions('smoothAll', options, ['iterations']);
  const { iterations = 5 } = options;
  requireInteger('iterations', iterations, 1);
  const { readings, sensed, acting } = recording;
  const states = runFilter(extendedKalman(model), start, recording).ticks.belief.mean;
  const stretch = { states, readings, sensed, acting, happened: ones([states.shape[0]]) };
  const smoothed = smoothedStretch(model, start, stretch, { iterations });
  return { mean: smoothed.states, factor: smoothed.factors };
}
