/** @file Gauss and Newton's method over the dynamics: the trajectory that is most likely given all that was told, by sweeps about the last one. */
import { zeros } from '../../core/population-tensor.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Gaussian } from '../gaussian.ts';
import type { StateModel } from '../state-model.ts';
import { type Stretch, sweep } from './sweep.ts';

/** States [ticks, size] and factors [ticks, n, n] of their covariances. */
export type Smoothed = { readonly states: PopulationTensor; readonly factors: PopulationTensor };

/**
 * As many iterations as are asked for, from the states of the stretch on; one is exact on a linear model. `aboutOf` says where
 * derivatives are taken, if not at the states. Covariances are those of the last linear model.
 */
export function smoothedStretch(
  model: StateModel,
  prior: Gaussian,
  stretch: Omit<Stretch, 'about'>,
  {
    iterations,
    aboutOf = (states) => states,
  }: { readonly iterations: number; readonly aboutOf?: (states: PopulationTensor) => PopulationTensor },
): Smoothed {
  const n = model.process.space.dimension;
  const { states } = stretch;
  return scan(
    (now: Smoothed) => ({
      carry: sweep(model, prior, { ...stretch, states: now.states, about: aboutOf(now.states) }),
      output: [],
    }),
    { states, factors: zeros([states.shape[0], n, n]) },
    [],
    { length: iterations },
  ).carry;
}
