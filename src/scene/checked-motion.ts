/** @file What a motion keeps between its steps: limits and clearances of the costs, looked at every millisecond. */
import { type Extreme, MotionCheck } from '../plan/motion-check.ts';
import type { SavedTrajectory } from '../rollout/trajectory.ts';
import type { Experiment } from './experiment.ts';

/** The largest value of what shall not be above 0, by its term: where it is above 0 the motion violates it there. */
export type CheckedMotion = readonly (Extreme & { readonly term: string; readonly unit: string })[];

/** Looks at all terms of one-sided norms whose entries say what they are of, which are those of the configuration alone. */
export function checkedMotion({ settings, given, model }: Experiment, trajectory: SavedTrajectory): CheckedMotion {
  const terms = settings.task.terms.filter(({ norm, residual }) => norm.isOneSided && residual.describe);
  if (terms.length === 0) return [];
  const check = new MotionCheck(
    model,
    terms.map(({ residual }) => residual),
  );
  const found = check.of(trajectory, trajectory.dt, given.scenario.goals);
  return found.map((extreme, i) => ({ ...extreme, term: terms[i].name, unit: terms[i].residual.unit }));
}
