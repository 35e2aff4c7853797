/** @file What is no trajectory of a robot is refused before a file is made of it. */
import { requireFiniteNumber, requireInstance, requireInteger, requireParts } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import type { SavedTrajectory } from './trajectory.ts';

/** Refuses what is no trajectory of this robot. */
export function requireTrajectory(trajectory: SavedTrajectory, model: RobotModel): void {
  requireModel(model);
  requireParts('trajectory', trajectory, { links: 'an object' }, 'give what simulate(…) or trajectoryOf(…) returns');
  const { dt, steps, links } = trajectory;
  requireFiniteNumber('trajectory.dt', dt, ' of seconds');
  requireInteger('trajectory.steps', steps, 0);
  const sizes = { q: (steps + 1) * model.nq, v: (steps + 1) * model.nv, tau: steps * model.nv };
  for (const [name, size] of Object.entries(sizes))
    requireRows(`trajectory.${name}`, trajectory[name as keyof typeof sizes], size);
  for (const [link, rows] of Object.entries(links)) requireRows(`trajectory.links.${link}`, rows, 3 * steps);
}

function requireRows(argument: string, rows: unknown, size: number): void {
  requireInstance(argument, rows, Float64Array);
  const { length } = rows as Float64Array;
  if (length !== size) throw new ArgumentError(argument, `${length} numbers`, `${size}, as robot and steps say`);
}
