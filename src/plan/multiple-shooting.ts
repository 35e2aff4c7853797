/** @file Multiple shooting: states that do not follow from the forces at first, whose gaps close step by step (FDDP; Mastalli et al. 2020). */
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import type { PlanningMethod } from './method.ts';
import { plannerFields } from './planner-fields.ts';
import { PlanningJob } from './planning-job.ts';

/** Settings of `multipleShooting`. */
export type MultipleShootingSettings = GivenOf<typeof plannerFields>;

/**
 * Feasibility-driven differential dynamic programming: starts may be any motion, e.g. a straight line; a step of length a leaves 1 - a of
 * the gaps. Throws an ArgumentError where a setting does not fit.
 */
export function multipleShooting(given: MultipleShootingSettings = {}): PlanningMethod {
  const settings = checked('multipleShooting', plannerFields, given);
  return {
    name: 'multiple-shooting',
    plan: (task, saved) => new PlanningJob(task, { ...settings, hasGaps: true }, saved),
  };
}

export const multipleShootingKind = kind({
  type: 'multiple-shooting',
  title: 'Multiple shooting',
  settings: plannerFields,
  make: multipleShooting,
});
