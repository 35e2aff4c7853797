/** @file A moment of a robot, made for sensors to look at. */
import { linkPoses } from '../../dynamics/forward-kinematics.ts';
import { requireObject } from '../../core/arguments.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireJointVectors, requireParameters } from '../../dynamics/arguments.ts';
import type { Goals } from '../../robot/goal.ts';
import type { RobotModel } from '../../robot/model.ts';
import { type RobotParameters, robotParameters } from '../../robot/parameters.ts';
import type { Sensed } from './sensor.ts';

/** What a moment is made of. */
export interface SensedParts {
  /** Configuration [nq], velocity [nv] and forces on the joints [nv]. */
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly tau: PopulationTensor;
  /** Default: none. */
  readonly goals?: Goals;
  /** Default: the model's own. */
  readonly robot?: RobotParameters;
}

/** The moment; bodies are placed once, when the first link is asked for. Throws an ArgumentError or a ShapeError for what is not the robot's. */
export function sensedMoment(model: RobotModel, parts: SensedParts): Sensed {
  requireObject('parts', parts, 'an object of q, v and tau');
  const { q, v, tau, goals = {}, robot = robotParameters(model) } = parts;
  requireJointVectors(model, { q, v, tau });
  requireParameters(model, robot);
  return { q, v, tau, goals, robot, link: linkPoses(model, q, robot) };
}
