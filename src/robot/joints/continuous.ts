/** @file Continuous joint: rotation about an axis without limits, so that angles differ by the shorter way round. */
import { sub } from '../../core/ops/arithmetic.ts';
import { atan2, cos, sin } from '../../core/ops/trigonometric.ts';
import { coordinate, type JointType } from './joint-type.ts';
import { revolute } from './revolute.ts';

/** Rotation about the axis by q (rad) without limits; differences are the shorter way round, in [-pi, pi]. */
export const continuous: JointType = {
  ...revolute,
  difference: (from, to) => {
    const turn = sub(coordinate(to), coordinate(from));
    return atan2(sin(turn), cos(turn));
  },
};
