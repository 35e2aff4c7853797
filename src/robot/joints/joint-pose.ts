/** @file The poses of joints as plain numbers, for what reads a robot: a thousand times cheaper than the same as tensors. */
import { cos, sin } from '../../core/scalar/trigonometric.ts';
import type { JointTypeName, Matrix3, Pose, Vector3 } from '../model.ts';
import { addMatrices, identityPose, outer, scaleMatrix, snap, times } from '../pose.ts';

/** a a' + cos (1 - a a') + sin [a], where axes turned by right angles stay exact. */
function turned([x, y, z]: Vector3, angle: number): Pose {
  const [c, s] = [cos.value(angle, 0, 0), sin.value(angle, 0, 0)];
  const rest: Matrix3 = [c, -s * z, s * y, s * z, c, -s * x, -s * y, s * x, c];
  const rotation = addMatrices(scaleMatrix(1 - c, outer([x, y, z], [x, y, z])), rest);
  return { rotation: rotation.map(snap) as unknown as Matrix3, translation: [0, 0, 0] };
}

const poses: Readonly<Record<JointTypeName, (axis: Vector3, coordinate: number) => Pose>> = {
  revolute: turned,
  continuous: turned,
  prismatic: (axis, coordinate) => ({ rotation: identityPose.rotation, translation: times(coordinate, axis) }),
};

/** Pose of the body in the joint frame; the axis is a unit vector. */
export const jointPose = (type: JointTypeName, axis: Vector3, coordinate: number): Pose =>
  poses[type](axis, coordinate);
