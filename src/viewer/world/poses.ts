/** @file Poses as the world is told them: twelve numbers a body, the rows of [rotation | translation] (m). */
import { Matrix4 } from 'three';
import { type Pose, type RobotModel } from '../../robot/model.ts';
import { compose, identityPose } from '../../robot/pose.ts';

/** Numbers of one pose. */
export const poseSize = 12;

/** Poses of all bodies of a robot, twelve numbers a body from `offset` on. */
export interface BodyPoses {
  readonly poses: ArrayLike<number>;
  readonly offset: number;
}

export function matrixOf({ rotation: r, translation: t }: Pose): Matrix4 {
  return new Matrix4().set(r[0], r[1], r[2], t[0], r[3], r[4], r[5], t[1], r[6], r[7], r[8], t[2], 0, 0, 0, 1);
}

/** Pose of a body in the world; body -1 is the world itself. */
export function poseMatrix(poses: ArrayLike<number>, offset: number, body: number): Matrix4 {
  const matrix = new Matrix4();
  if (body >= 0) writePose(matrix, poses, offset + poseSize * body);
  return matrix;
}

/** Writes the twelve numbers from `first` on into a matrix. */
export function writePose({ elements }: Matrix4, poses: ArrayLike<number>, first: number): void {
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 4; column++) elements[4 * column + row] = poses[first + 4 * row + column];
}

/** Poses of all bodies with every joint at 0. */
export function restPoses(model: RobotModel): number[] {
  const poses: Pose[] = [];
  for (const { parent, placement } of model.joints)
    poses.push(compose(parent < 0 ? identityPose : poses[parent], placement));
  return poses.flatMap(({ rotation: r, translation: t }) => [0, 1, 2].flatMap((k) => [...r.slice(3 * k, 3 * k + 3), t[k]])); // prettier-ignore
}
