/** @file Poses of bodies as matrices of three.js. */
import { Matrix4 } from 'three';
import type { Pose } from '../../robot/model.ts';
import { poseSize } from './poses.ts';

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
