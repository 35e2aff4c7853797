/** @file What a joint type is: the pose it makes from its coordinates, and the motion it allows. */
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Motion } from '../../spatial/motion.ts';
import { requireTensorOf } from '../../spatial/shapes.ts';
import type { Transform } from '../../spatial/transform.ts';

/** The coordinate of one joint, [], or its tangent: what has an axis would be broadcast. */
export function coordinate(x: PopulationTensor): PopulationTensor {
  requireTensorOf('joint coordinate', x, [], 'one number');
  return x;
}

/** A one-parameter family of poses about or along an axis, a unit vector [3] in the joint frame. */
export interface JointType {
  /** Coordinates and velocities of one joint. */
  readonly nq: 1;
  readonly nv: 1;
  /** Motion of the body per unit velocity, in body coordinates. */
  readonly motionSubspace: (axis: PopulationTensor) => Motion;
  /** Pose of the body in the joint frame; q is [], rad or m. */
  readonly transform: (axis: PopulationTensor, q: PopulationTensor) => Transform;
  /** q moved by the tangent vector, e.g. v dt. */
  readonly integrate: (q: PopulationTensor, tangent: PopulationTensor) => PopulationTensor;
  /** Tangent vector from `from` to `to`: integrate(from, difference(from, to)) is the configuration `to`. */
  readonly difference: (from: PopulationTensor, to: PopulationTensor) => PopulationTensor;
}
