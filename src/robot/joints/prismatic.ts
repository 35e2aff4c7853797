/** @file Prismatic joint: translation along an axis. */
import { add, mul } from '../../core/ops/elementwise.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { eye, zeros } from '../../core/population-tensor.ts';
import { Motion } from '../../spatial/motion.ts';
import { Transform } from '../../spatial/transform.ts';
import { coordinate, type JointType } from './joint-type.ts';

/** Translation along the axis by q (m). */
export const prismatic: JointType = {
  nq: 1,
  nv: 1,
  motionSubspace: (axis) => new Motion(zeros([3]), axis),
  transform: (axis, q) => new Transform(eye(3), mul(axis, coordinate(q))),
  integrate: (q, tangent) => add(coordinate(q), coordinate(tangent)),
  difference: (from, to) => sub(coordinate(to), coordinate(from)),
};
