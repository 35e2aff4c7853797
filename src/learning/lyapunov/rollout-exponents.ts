/** @file Lyapunov exponents along a rollout: how fast a disturbance grows in the closed loop, and in the arm alone. */
import type { ControllerParameters } from '../../../controllers/controller.ts';
import { requireObject, requireOptions, requireSignal } from '../../core/arguments.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import type { RolloutSettings } from '../../rollout/settings.ts';
import { Pace } from '../pace.ts';
import { type Growth, growthInSteps } from './growth.ts';
import { paced } from './in-steps.ts';
import { type Exponents, exponentsInSteps, singularValuesInSteps } from './products.ts';
import { closedLoopJacobians, openLoopJacobians, type StepJacobians } from './step-jacobians.ts';

/** A product of step Jacobians, and what is known of it. */
export interface LoopExponents {
  readonly jacobians: StepJacobians;
  /** Per second. */
  readonly exponents: Exponents;
  /** log of the singular values of dx_T/dx_0 over T, per second, the largest first: growth over this horizon, whatever is disturbed. */
  readonly rates: readonly number[];
  /** Of a disturbance at each step until the end. */
  readonly growth: Growth;
}

/** What a rollout makes of disturbances. */
export interface RolloutExponents {
  /** With what the controller does about it; a step is a period of the controller. */
  readonly closed: LoopExponents;
  /** Of the arm under the same forces, which do not react. */
  readonly open: LoopExponents;
}

/**
 * Exponents of a rollout in a scenario, of its closed loop and of the arm alone. Their sum is the mean divergence: of log |det J|
 * over time. Rejects with the signal's reason; with an ArgumentError or a ShapeError where an argument does not fit or is of several
 * members.
 */
export async function rolloutExponents(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RolloutExponents> {
  requireObject('settings', settings, 'settings of a rollout');
  requireOptions('rolloutExponents', options, ['signal']);
  if (options.signal !== undefined) requireSignal(options.signal);
  const pace = new Pace(options.signal);
  const closed = await closedLoopJacobians(settings, parameters, scenario, pace);
  const open = await openLoopJacobians(settings, parameters, scenario, pace);
  return { closed: await exponentsOf(closed, pace), open: await exponentsOf(open, pace) };
}

async function exponentsOf(jacobians: StepJacobians, pace: Pace): Promise<LoopExponents> {
  const { matrices, size, time } = jacobians;
  const logs = await paced(singularValuesInSteps(matrices, size), pace);
  return {
    jacobians,
    exponents: await paced(exponentsInSteps(matrices, size, { time }), pace),
    rates: Array.from(logs, (value) => value / (matrices.length * time)),
    growth: await paced(growthInSteps(matrices, size), pace),
  };
}
