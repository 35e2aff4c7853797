/**
 * @file Forward dynamics with joint friction, which may be that of the velocity a while ahead: what the joints' resistance b adds is
 * then a diagonal of the mass matrix, (M + dt b) a = tau - bias - b v, and a step that ends there loses energy to it for any dt.
 */
import { requireFiniteNumber } from '../core/arguments.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { mul } from '../core/ops/elementwise.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireJointVectors } from './arguments.ts';
import { forwardDynamics } from './forward-dynamics.ts';
import { jointResistance } from './joint-friction.ts';

/**
 * Acceleration a [nv] (rad/s^2, m/s^2) under forces tau [nv] (N m, N) and the joints' friction in the state q [nq], v [nv]; friction is
 * that at the velocity v + ahead a, `ahead` (s) from now, with the resistance of v. Throws an ArgumentError or a ShapeError where the
 * arguments do not fit.
 */
export function resistedDynamics(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
  ahead: PopulationTensor | number = 0,
): PopulationTensor {
  requireJointVectors(model, { q, v, tau });
  if (ahead instanceof PopulationTensor) requireTensorOf('ahead', ahead, [], 'one number');
  else requireFiniteNumber('ahead', ahead, ' of seconds');
  const b = jointResistance(model, v, parameters);
  if (isKnownZero(b)) return forwardDynamics(model, q, v, tau, parameters);
  const driven = sub(tau, mul(b, v));
  return forwardDynamics(model, q, v, driven, parameters, ahead === 0 ? {} : { diagonal: mul(ahead, b) });
}
