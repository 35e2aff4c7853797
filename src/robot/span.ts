/** @file How far a link can be from the robot's root: the length of the chain that carries it, stretched out. */
import { rangeOf } from './link-range.ts';
import type { Joint, Link, RobotModel } from './model.ts';
import { length } from './pose.ts';

/** An upper bound on the distance of a link's frame from the root's, m; Infinity where a slide has no limits. */
export function spanOf(model: RobotModel, { body, poseInBody }: Link): number {
  const { joints } = model;
  let span = length(poseInBody.translation);
  for (let i = body; i >= 0; i = joints[i].parent) {
    const { type, placement } = joints[i];
    span += length(placement.translation);
    if (type === 'prismatic') span += farthest(model, joints[i]);
  }
  return span;
}

/** The largest coordinate of a joint, rad (m), as far as the independent joint that it follows goes; Infinity where nothing limits it. */
export function farthest(model: RobotModel, joint: Joint): number {
  const { lower, upper } = rangeOf(model, joint);
  return Math.max(Math.abs(lower), Math.abs(upper));
}
