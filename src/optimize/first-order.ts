/** @file What all first-order methods share: schedule, clipping, and an update that moves against a direction. */
import { requireEvaluation, requireFinite, requireSettings, requireStateOf } from './checks.ts';
import { clipByGlobalNorm } from './clipping.ts';
import type { Method, MethodState } from './method.ts';
import { requireSchedule, type Schedule, scheduleFactor } from './schedule.ts';
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

/**
 * A method that steps by -learningRate * direction, where the direction and the moments follow from the gradient. Settings
 * are judged when it is made; a gradient that is not finite, and a step that leads to such numbers, is a NonFiniteError.
 */
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
  const { learningRate, schedule = { type: 'constant' }, clipNorm } = settings;
  requireSettings('a positive number', { learningRate, ...(clipNorm !== undefined && { clipNorm }) });
  requireSchedule(schedule);
  return {
    name,
    start: (size) => {
      requireSettings('an integer of at least 0', { size });
      return { iteration: 0, ...startMoments(size) };
    },
    step: ({ parameters, current, state }) => {
      requireEvaluation(current, parameters.length);
      const { iteration, ...before } = state;
      requireSettings('an integer of at least 0', { iteration });
      requireStateOf(parameters.length, before as Readonly<Record<string, readonly number[]>>);
      const clipped = clipByGlobalNorm(current.gradient, clipNorm);
      const { direction, moments } = update(clipped.gradient, state, iteration);
      const stepSize = learningRate * scheduleFactor(schedule, iteration);
      const moved = addScaled(parameters, -stepSize, direction);
      requireFinite('parameters after the step', moved);
      for (const [moment, values] of Object.entries(moments)) requireFinite(`moment ${moment}`, values);
      return {
        parameters: moved,
        state: { iteration: iteration + 1, ...moments },
        stepSize,
        clippedGradientNorm: clipped.norm,
      };
    },
  };
}
