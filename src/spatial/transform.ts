/** @file Transform: the pose of a child frame in its parent, as rotation and translation (Featherstone 2008, sec. 2.8). */
import { add, neg } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { transpose } from '../core/ops/indexing.ts';
import { cross, matmul } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireInstance, requireNumbers, requireObject } from '../core/arguments.ts';
import { Force } from './force.ts';
import { Motion } from './motion.ts';
import { requireTensorOf } from './shapes.ts';

/** The pose of a child frame in its parent: rotation [3, 3] and translation [3] (m). Throws a ShapeError for others. */
export class Transform {
  /** [3, 3]; `p_parent = rotation p_child + translation`. */
  readonly rotation: PopulationTensor;
  /** [3], m, origin of the child in parent coordinates. */
  readonly translation: PopulationTensor;

  constructor(rotation: PopulationTensor, translation: PopulationTensor) {
    requireTensorOf('Transform: rotation', rotation, [3, 3], 'a rotation matrix');
    requireTensorOf('Transform: translation', translation, [3], 'a point');
    this.rotation = rotation;
    this.translation = translation;
  }

  static identity(): Transform {
    return new Transform(eye(3), zeros([3]));
  }

  /** From a plain pose: row-major rotation, translation in m. */
  static fromPose(pose: { readonly rotation: readonly number[]; readonly translation: readonly number[] }): Transform {
    requireObject('Transform.fromPose', pose, 'an object of rotation and translation');
    requireNumbers('Transform.fromPose: rotation', pose.rotation, 'a list of 9 numbers, row by row');
    requireNumbers('Transform.fromPose: translation', pose.translation, 'a list of 3 numbers');
    return new Transform(tensor(Float64Array.from(pose.rotation), [3, 3]), tensor(Float64Array.from(pose.translation)));
  }

  /** This transform after `inner`: the pose of a grandchild in the parent. */
  times(inner: Transform): Transform {
    requireInstance('Transform.times', inner, Transform);
    return new Transform(
      matmul(this.rotation, inner.rotation),
      add(matmul(this.rotation, inner.translation), this.translation),
    );
  }

  inverse(): Transform {
    const back = transpose(this.rotation);
    return new Transform(back, neg(matmul(back, this.translation)));
  }

  /** A point of the child, in parent coordinates. */
  applyToPoint(point: PopulationTensor): PopulationTensor {
    requireTensorOf('Transform.applyToPoint', point, [3], 'a point');
    return add(matmul(this.rotation, point), this.translation);
  }

  /** A motion in parent coordinates, seen from the child. */
  motionToChild(motion: Motion): Motion {
    requireInstance('Transform.motionToChild', motion, Motion);
    const back = transpose(this.rotation);
    return new Motion(
      matmul(back, motion.angular),
      matmul(back, sub(motion.linear, cross(this.translation, motion.angular))),
    );
  }

  /** A motion in child coordinates, seen from the parent. */
  motionToParent(motion: Motion): Motion {
    requireInstance('Transform.motionToParent', motion, Motion);
    const angular = matmul(this.rotation, motion.angular);
    return new Motion(angular, add(matmul(this.rotation, motion.linear), cross(this.translation, angular)));
  }

  /** A force in child coordinates, seen from the parent. */
  forceToParent(force: Force): Force {
    requireInstance('Transform.forceToParent', force, Force);
    const linear = matmul(this.rotation, force.linear);
    return new Force(add(matmul(this.rotation, force.angular), cross(this.translation, linear)), linear);
  }
}
