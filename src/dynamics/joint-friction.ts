/** @file Joint friction: viscous damping, and Coulomb friction made smooth around zero velocity, as a resistance times the velocity. */
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { div, sqrt } from '../core/ops/arithmetic.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireJointVector, requireParameters } from './arguments.ts';
import { onCoordinates } from './dependent-joints.ts';
import { forJoint, jointEntries } from './tree.ts';

/**
 * Resistance b [nv] (N m s/rad, N s/m) of the joints at velocity v [nv], never negative: their friction is -b v. Coulomb friction f
 * counts as f / sqrt(v^2 + w^2) with the robot's `frictionVelocity` w, so under a load c below f a joint creeps, at w c / sqrt(f^2 - c^2).
 */
export function jointResistance(
  model: RobotModel,
  v: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireJointVector(model, 'v', v);
  requireParameters(model, parameters);
  if (model.nv === 0) return zeros([0]);
  const width = parameters.frictionVelocity;
  const rates = jointEntries(model, 'v', v);
  const resistances = parameters.joints.map(({ damping, friction }, i) =>
    forJoint(model, i, 'joint friction', () => {
      const { mimic } = model.joints[i];
      // slower by its multiplier, a follower's resistance is seen by its square
      const seen = (b: PopulationTensor): PopulationTensor => (mimic ? mul(mimic.multiplier, b) : b);
      if (isKnownZero(friction)) return seen(damping);
      const speed = sqrt(add(mul(rates[i], rates[i]), mul(width, width)));
      return seen(add(damping, div(friction, speed)));
    }),
  );
  return onCoordinates(model, resistances);
}

/** Generalized forces [nv] (N m, N) of joint friction at velocity v [nv]. */
export const jointFriction = (
  model: RobotModel,
  v: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor => neg(mul(jointResistance(model, v, parameters), v));
