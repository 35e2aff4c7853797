/** @file The horizon that recedes: the part of a task's time that is planned at a time, in knots of its own. */
import { requireFiniteNumber, requireInteger, requireOptions, requireParts } from '../../core/arguments.ts';
import { ArgumentError, limits } from '../../errors.ts';
import type { PlanningSettings } from '../planning.ts';

/** How far ahead, and in which knots. */
export interface Horizon {
  /** s; it is cut to whole knots, at least one. Default 0.5. */
  readonly horizon?: number;
  /** s between knots, over which forces are held. Default 0.02. */
  readonly period?: number;
  /** Steps of physics of a knot. Default 1: for robots in the air a step of 20 ms is accurate enough where a plan is made anew all the time. */
  readonly substeps?: number;
}

export const usualHorizon = { horizon: 0.5, period: 0.02, substeps: 1 } as const;

/**
 * A task over a shorter horizon, in knots of its own. Running terms are means over it and final ones are paid at its end, so that weights keep
 * their meaning. Throws an ArgumentError where the horizon is none.
 */
export function receding(
  task: Pick<PlanningSettings, 'model' | 'task' | 'integrator'>,
  given: Horizon = {},
): PlanningSettings {
  requireParts('task', task, { model: 'an object', task: 'an object' });
  requireOptions('receding', given, ['horizon', 'period', 'substeps']);
  const { horizon, period, substeps } = { ...usualHorizon, ...given };
  for (const [name, value] of Object.entries({ horizon, period })) {
    requireFiniteNumber(name, value, ' of seconds');
    if (value <= 0) throw new ArgumentError(name, `${value} s`, 'a time above 0 s');
  }
  requireInteger('substeps', substeps, 1, limits.horizonSteps);
  const knots = Math.max(1, Math.round(horizon / period));
  if (knots * substeps > limits.horizonSteps)
    throw new ArgumentError(
      'horizon',
      `${knots * substeps} steps of ${period / substeps} s`,
      `at most ${limits.horizonSteps}`,
      'take a shorter horizon or a longer period',
    );
  const { model, task: terms, integrator } = task;
  return { model, task: terms, integrator, dt: period / substeps, hold: substeps, steps: knots * substeps };
}
