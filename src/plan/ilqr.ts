/** @file iLQR: single shooting, every motion a rollout of its forces with feedback (Tassa, Mansard and Todorov 2014, with limits of the drives). */
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import type { PlanningMethod } from './method.ts';
import { plannerFields } from './planner-fields.ts';
import { PlanningJob } from './planning-job.ts';

/** Settings of `ilqr`. */
export type IlqrSettings = GivenOf<typeof plannerFields>;

/**
 * Iterative linear-quadratic regulator (differential dynamic programming with Gauss-Newton models and control limits). Throws an
 * ArgumentError where a setting does not fit.
 */
export function ilqr(given: IlqrSettings = {}): PlanningMethod {
  const settings = checked('ilqr', plannerFields, given);
  return { name: 'ilqr', plan: (task, saved) => new PlanningJob(task, { ...settings, hasGaps: false }, saved) };
}

export const ilqrKind = kind({ type: 'ilqr', title: 'iLQR', settings: plannerFields, make: ilqr });
