/** @file The pose of a joint at a coordinate as plain numbers, from the one definition of its type. */
import { tensor } from '../core/population-tensor.ts';
import { jointTypes } from './joints/joint-types.ts';
import type { JointTypeName, Matrix3, Pose, Vector3 } from './model.ts';
import { snap } from './pose.ts';

/** Pose of the child in the joint frame; axes that are turned by right angles stay exact. */
export function jointPose(type: JointTypeName, axis: Vector3, coordinate: number): Pose {
  const { rotation, translation } = jointTypes[type].transform(tensor([...axis]), tensor(coordinate));
  return {
    rotation: rotation.toArray().map(snap) as unknown as Matrix3,
    translation: translation.toArray() as unknown as Vector3,
  };
}
