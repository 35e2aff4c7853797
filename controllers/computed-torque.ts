/** @file Computed torque: inverse dynamics of the acceleration that a linear law asks for (Siciliano 2009, sec. 8.5.2). */
import { sub } from '../src/core/ops/arithmetic.ts';
import { add, mul } from '../src/core/ops/elementwise.ts';
import { exp } from '../src/core/ops/exponential.ts';
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { inverseDynamics } from '../src/dynamics/inverse-dynamics.ts';
import { jointFriction } from '../src/dynamics/joint-friction.ts';
import { configurationDifference } from '../src/robot/joints/configuration-difference.ts';
import type { RobotModel } from '../src/robot/model.ts';
import { checked } from '../src/settings/checked.ts';
import type { GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import type { Controller, NoMemory } from './controller.ts';
import type { Observation } from './observation.ts';
import { describedGains, type Gains, gainsField } from './gains.ts';
import { referenceField, setPointController, type SetPointParameters } from './set-point.ts';
import { frictionCompensationField } from './settings.ts';

const settings = {
  kp: gainsField('acceleration for an error, to start from', 'Initial stiffness kp', '1/s^2', 'start', 100),
  kd: gainsField('deceleration for a velocity, to start from', 'Initial damping kd', '1/s', 'start', 20),
  reference: referenceField,
  frictionCompensation: frictionCompensationField,
};

/** Settings of `computedTorque`. */
export type ComputedTorqueSettings = GivenOf<typeof settings>;

/** Parameters of `computedTorque`: its set point, and gains in 1/s^2 and 1/s. */
export type ComputedTorqueParameters = SetPointParameters;

/** Forces [nv] that give the acceleration a [nv], of the nominal robot: with its friction, or as if there were none. */
export function torqueFor(
  model: RobotModel,
  { q, v }: Pick<Observation, 'q' | 'v'>,
  a: PopulationTensor,
  frictionCompensation: boolean,
): PopulationTensor {
  const tau = inverseDynamics(model, q, v, a);
  return frictionCompensation ? sub(tau, jointFriction(model, v)) : tau;
}

/** A motion to follow: configuration [nq], velocity and acceleration [nv], at one moment. */
export interface Reference {
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly a: PopulationTensor;
}

/** The acceleration [nv] that lets the error to a reference die out: a* + kd (v* - v) + kp (q* - q). */
export function trackingAcceleration(
  model: RobotModel,
  { q, v }: Pick<Observation, 'q' | 'v'>,
  reference: Reference,
  { logKp, logKd }: Gains,
): PopulationTensor {
  requireJointVectors(model, { q, v, logKp, logKd });
  const byPosition = mul(exp(logKp), configurationDifference(model, q, reference.q));
  const byVelocity = mul(exp(logKd), sub(reference.v, v));
  return add(reference.a, add(byPosition, byVelocity));
}

/**
 * tau = M(q) (kp (reference - q) - kd v) + bias(q, v) [+ friction(v)], [nv], N m (N): each joint's error is that of a spring and a
 * damper of its own, whatever the others do. Gains in 1/s^2 and 1/s. Throws an ArgumentError where a setting does not fit; its
 * parameters throw one where a list has not a number for each joint.
 */
export function computedTorque(
  given: ComputedTorqueSettings,
): Controller<ComputedTorqueParameters, NoMemory, PopulationTensor> {
  const { frictionCompensation, ...own } = checked('computedTorque', settings, given);
  return setPointController(
    own,
    { name: 'computed-torque', ...describedGains },
    ({ logKp, logKd }, seen, setPoint, model) => {
      const spring = mul(exp(logKp), configurationDifference(model, seen.q, setPoint));
      return torqueFor(model, seen, sub(spring, mul(exp(logKd), seen.v)), frictionCompensation);
    },
  );
}

export const computedTorqueKind = kind({
  type: 'computed-torque',
  title: 'Computed torque',
  settings,
  make: computedTorque,
});
