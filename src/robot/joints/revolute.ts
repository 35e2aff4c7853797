/** @file Revolute joint: rotation about an axis within limits. */
import { cos, sin } from '../../core/ops/trigonometric.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { outer } from '../../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { Motion } from '../../spatial/motion.ts';
import { requireTensorOf } from '../../spatial/shapes.ts';
import { skew } from '../../spatial/skew.ts';
import { Transform } from '../../spatial/transform.ts';
import { coordinate, type JointType } from './joint-type.ts';

/** Rotation by `angle` (rad) about a unit axis: a a' + cos (1 - a a') + sin [a] (Rodrigues). */
export function rotationAbout(axis: PopulationTensor, angle: PopulationTensor): PopulationTensor {
  requireTensorOf('rotationAbout: axis', axis, [3], 'an axis');
  requireTensorOf('rotationAbout: angle', angle, [], 'an angle');
  const along = outer(axis, axis);
  return add(add(along, mul(cos(angle), sub(eye(3), along))), mul(sin(angle), skew(axis)));
}

/** Rotation about the axis by q (rad) within limits; differences are plain. */
export const revolute: JointType = {
  nq: 1,
  nv: 1,
  motionSubspace: (axis) => new Motion(axis, zeros([3])),
  transform: (axis, q) => new Transform(rotationAbout(axis, q), zeros([3])),
  integrate: (q, tangent) => add(coordinate(q), coordinate(tangent)),
  difference: (from, to) => sub(coordinate(to), coordinate(from)),
};
