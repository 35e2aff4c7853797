/** @file What residuals see of one moment. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { forwardKinematics, linkPoseOn } from '../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Transform } from '../spatial/transform.ts';
import type { Seen } from '../task/residual.ts';

/** The moment after a step; bodies are placed once, when the first link is asked for. */
export function seenOf(
  model: RobotModel,
  { q, v }: State,
  tau: PopulationTensor,
  time: PopulationTensor,
  robot: RobotParameters,
): Seen {
  let bodies: readonly Transform[] | undefined;
  const placed = (): readonly Transform[] => (bodies ??= forwardKinematics(model, q, robot));
  const poses = new Map<string, Transform>();
  const link = (name: string): Transform => {
    const pose = poses.get(name) ?? linkPoseOn(model, placed, name);
    poses.set(name, pose);
    return pose;
  };
  return { q, v, tau, time, link };
}
