/** @file What residuals see of one moment. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { linkPoses } from '../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Seen } from '../task/residual.ts';

/** The moment after a step; bodies are placed once, when the first link is asked for. */
export function seenOf(
  model: RobotModel,
  { q, v }: State,
  tau: PopulationTensor,
  time: PopulationTensor,
  robot: RobotParameters,
): Seen {
  return { q, v, tau, time, link: linkPoses(model, q, robot) };
}
