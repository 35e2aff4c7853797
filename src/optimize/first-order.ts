/** @file What all first-order methods share: schedule, clipping, and an update that moves against a direction. */
import { clipByGlobalNorm } from './clipping.ts';
import type { Method, MethodState } from './method.ts';
import { type Schedule, scheduleFactor } from './schedule.ts';
import { addScaled } from './vector.ts';

export interface FirstOrderSettings {
  readonly learningRate: number;
  /** Default constant. */
  readonly schedule?: Schedule;
  /** Largest global norm of the gradient that is used. Default: no clipping. */
  readonly clipNorm?: number;
}

/** State of a first-order method: iterations done, and its moments. */
export type FirstOrderState = MethodState & { readonly iteration: number };

/** A method that steps by -learningRate * direction, where the direction and the moments follow from the gradient. */
export function firstOrder<M extends Readonly<Record<string, readonly number[]>>>(
  name: string,
  settings: FirstOrderSettings,
  startMoments: (size: number) => M,
  update: (
    gradient: Float64Array,
    moments: M,
    iteration: number,
  ) => { readonly direction: Float64Array; readonly moments: M },
): Method<FirstOrderState & M> {
  return {
    name,
    start: (size) => ({ iteration: 0, ...startMoments(size) }),
    step: ({ parameters, current, state }) => {
      const clipped = clipByGlobalNorm(current.gradient, settings.clipNorm);
      const { direction, moments } = update(clipped.gradient, state, state.iteration);
      const stepSize =
        settings.learningRate * scheduleFactor(settings.schedule ?? { type: 'constant' }, state.iteration);
      return {
        parameters: addScaled(parameters, -stepSize, direction),
        state: { iteration: state.iteration + 1, ...moments },
        stepSize,
        clippedGradientNorm: clipped.norm,
      };
    },
  };
}
