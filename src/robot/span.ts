/** @file How far a link can be from the robot's root: the length of the chain that carries it, stretched out. */
import type { Link, RobotModel } from './model.ts';
import { length } from './pose.ts';

/** An upper bound on the distance of a link's frame from the root's, m; Infinity where a slide has no limits. */
export function spanOf({ joints }: RobotModel, { body, poseInBody }: Link): number {
  let span = length(poseInBody.translation);
  for (let i = body; i >= 0; i = joints[i].parent) {
    const { type, placement, limits } = joints[i];
    span += length(placement.translation);
    if (type === 'prismatic') span += Math.max(Math.abs(limits.lower), Math.abs(limits.upper));
  }
  return span;
}
