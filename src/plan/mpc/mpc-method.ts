/** @file Control in a loop as a method of a scene: its robot is simulated by its own steps, and what drives it is planned anew all the time. */
import { checked } from '../../settings/checked.ts';
import { kind } from '../../settings/kinds.ts';
import type { PlanningMethod } from '../method.ts';
import { mpcFields, type MpcMethodSettings } from './mpc-fields.ts';
import { MpcJob } from './mpc-job.ts';

/**
 * Model predictive control of a task's robot over its time: an iteration is a period of control, so that as many are needed as the task has. What
 * comes of it are the states that were gone through, the forces that were given, and the gains that were in force, as a plan. Throws an
 * ArgumentError where a setting does not fit.
 */
export function mpc(given: MpcMethodSettings = {}): PlanningMethod {
  const values = checked('mpc', mpcFields, given);
  return { name: 'mpc', plan: (task, saved) => new MpcJob(task, values, saved) };
}

export const mpcKind = kind({ type: 'mpc', title: 'Control in a loop (MPC)', settings: mpcFields, make: mpc });
