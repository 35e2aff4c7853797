/** @file What every physics is made of: a robot, the numbers of its members, and the length of a step. */
import { requireInteger } from '../core/arguments.ts';
import { leavesOf } from '../core/tree.ts';
import { requireInertia, requireParameters } from '../dynamics/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { completeParameters, type PartialRobotParameters } from '../robot/partial-parameters.ts';
import { requireModel } from '../robot/require-model.ts';

/** Settings that all have in common. */
export interface PhysicsSettings {
  /** Of a step, s. */
  readonly dt: number;
  /** Default 1. */
  readonly members?: number;
  /** Parameters of the robot, all or some, of each member or of all; the model's own where absent. */
  readonly robot?: PartialRobotParameters;
}

/** Most members of a population that moves body by body. */
const mostMembers = 65_536;

/** All of them, refused where they do not fit one another. */
export function physicsSettings(
  model: RobotModel,
  { dt, members = 1, robot: given }: PhysicsSettings,
): { readonly dt: number; readonly members: number; readonly robot: RobotParameters } {
  requireModel(model);
  requireInertia(model);
  if (!(dt > 0 && dt < Infinity)) throw new ArgumentError('dt', described(dt), 'a positive number of seconds');
  requireInteger('members', members, 1, mostMembers);
  const robot = completeParameters(model, given);
  requireParameters(model, robot);
  const misfit = leavesOf(robot).find(({ value }) => value.population !== 1 && value.population !== members);
  if (misfit)
    throw new ArgumentError(
      `robot.${misfit.path}`,
      `numbers of ${misfit.value.population} members`,
      `one for all, or one for each of ${members}`,
    );
  return { dt, members, robot };
}
