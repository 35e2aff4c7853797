/** @file Joint friction: viscous damping, and Coulomb friction made smooth around zero velocity. */
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { div } from '../core/ops/arithmetic.ts';
import { stack } from '../core/ops/indexing.ts';
import { tanh } from '../core/ops/trigonometric.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireParameters } from './arguments.ts';
import { forJoint, jointEntries } from './tree.ts';

/** Velocity (rad/s, m/s) at which smooth Coulomb friction has reached tanh 1 = 76 % of its value. */
export const frictionVelocity = 0.05;

/** Generalized forces [nv] of joint friction at velocity v [nv]: -damping v - friction tanh(v / frictionVelocity). */
export function jointFriction(
  model: RobotModel,
  v: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireParameters(model, parameters);
  const rates = jointEntries(model, 'v', v);
  const forces: PopulationTensor[] = [];
  parameters.joints.forEach(({ damping, friction }, i) => {
    forJoint(model, i, 'joint friction', () => {
      const coulomb = mul(friction, tanh(div(rates[i], frictionVelocity)));
      forces[model.joints[i].vIndex] = neg(add(mul(damping, rates[i]), coulomb));
    });
  });
  return forces.length > 0 ? stack(forces) : zeros([0]);
}
