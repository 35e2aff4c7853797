/** @file What a body's own motion lets a sensor on it feel: how it turns, and how what carries it pushes it (Newton-Euler sweeps). */
import { add, neg } from '../../core/ops/elementwise.ts';
import { transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { axisFrames } from '../../dynamics/axis-frames.ts';
import { jointFrames } from '../../dynamics/joint-frames.ts';
import { bodyMotions } from '../../dynamics/newton-euler.ts';
import { resistedDynamics } from '../../dynamics/resisted-dynamics.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { Mount } from './mount.ts';
import type { Sensed } from './sensor.ts';

/** In the axes of the sensor. */
export interface InertialMotion {
  /** [3], rad/s. */
  readonly angularVelocity: PopulationTensor;
  /** Acceleration of the sensor's point less that of gravity, [3], m/s^2. */
  readonly specificForce: PopulationTensor;
}

/** The joints' acceleration [nv] in a moment, rad/s^2 (m/s^2): what its forces and the joints' friction make of it. */
export const accelerationOf = (model: RobotModel, { q, v, tau, robot }: Sensed): PopulationTensor =>
  resistedDynamics(model, q, v, tau, robot);

/** What a sensor at a mount feels while the joints accelerate by a [nv]. */
export function inertialMotion(
  model: RobotModel,
  { link, inBody }: Mount,
  { q, v, robot }: Pick<Sensed, 'q' | 'v' | 'robot'>,
  a: PopulationTensor,
): InertialMotion {
  const toSensor = transpose(inBody.rotation);
  if (link.body < 0) return { angularVelocity: zeros([3]), specificForce: matmul(toSensor, neg(robot.gravity)) };
  const motion = bodyMotions(model, jointFrames(model, q, robot), v, a, robot)[link.body];
  const toBody = tensor(Float64Array.from(axisFrames(model)[link.body]), [3, 3]);
  const turned = matmul(toSensor, toBody);
  const arm = matmul(transpose(toBody), inBody.translation);
  return {
    angularVelocity: matmul(turned, motion.w),
    specificForce: matmul(turned, add(motion.a, matmul(motion.Omega, arm))),
  };
}
