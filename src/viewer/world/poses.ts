/** @file Poses as the world is told them: twelve numbers a body, the rows of [rotation | translation] (m). */
import { type Pose, type RobotModel } from '../../robot/model.ts';
import { compose, identityPose } from '../../robot/pose.ts';

/** Numbers of one pose. */
export const poseSize = 12;

/** Poses of all bodies of a robot, twelve numbers a body from `offset` on. */
export interface BodyPoses {
  readonly poses: ArrayLike<number>;
  readonly offset: number;
}

/** Poses of all bodies with every joint at 0. */
export function restPoses(model: RobotModel): number[] {
  const poses: Pose[] = [];
  for (const { parent, placement } of model.joints)
    poses.push(compose(parent < 0 ? identityPose : poses[parent], placement));
  return poses.flatMap(({ rotation: r, translation: t }) => [0, 1, 2].flatMap((k) => [...r.slice(3 * k, 3 * k + 3), t[k]])); // prettier-ignore
}
