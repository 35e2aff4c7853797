/** @file Joint motions from a uniform cubic B-spline, followed by computed torque with the spline's own velocity and acceleration. */
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { movedConfiguration } from '../src/robot/joints/configuration-difference.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { checked } from '../src/settings/checked.ts';
import type { GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { torqueFor, trackingAcceleration } from './computed-torque.ts';
import { type Controller, requireActing, requirePlanning } from './controller.ts';
import { cubicSplineWeights } from './cubic-spline.ts';
import { gainsField, initialGains } from './gains.ts';
import { frictionCompensationField, knotsField } from './settings.ts';

const settings = {
  knots: knotsField(1),
  kp: gainsField('acceleration for an error', 'Stiffness kp', '1/s^2', 'structure', 400),
  kd: gainsField('acceleration for an error of velocity', 'Damping kd', '1/s', 'structure', 40),
  frictionCompensation: frictionCompensationField,
};

/** Settings of `jointSpline`. */
export type JointSplineSettings = GivenOf<typeof settings>;

/** Control points `knots` [count, nv] of the way from the start, rad (m). */
export type JointSplineParameters = { readonly knots: PopulationTensor };

/** The configuration [nq] that a rollout began in. */
export type JointSplineMemory = { readonly start: PopulationTensor };

/** The way from the start [nv] at a step, its velocity and its acceleration. */
export type JointSplinePlan = { readonly [part in 'way' | 'v' | 'a']: PopulationTensor };

/** Points at the start that stand still, so that the motion begins there at rest, with no acceleration. */
const stillPoints = 3;

/**
 * tau = M(q) (a* + kd (v* - v) + kp (q* - q)) + bias(q, v) [+ friction(v)], [nv], N m (N), along the way q* that a cubic B-spline goes
 * from the configuration of the start, where it begins at rest: knots of 0 hold the robot there. Gains in 1/s^2 and 1/s are no
 * parameters, as they hardly change a motion that is followed. Throws an ArgumentError where a setting does not fit.
 */
export function jointSpline(
  given: JointSplineSettings,
): Controller<JointSplineParameters, JointSplineMemory, JointSplinePlan> {
  const { knots, kp, kd, frictionCompensation } = checked('jointSpline', settings, given);
  return {
    name: 'joint-spline',
    described: { knots: { label: 'position knot', unit: { turning: 'rad', sliding: 'm' }, scale: 'linear' } },
    parameters: (model) => {
      requireModel(model);
      initialGains({ kp, kd }, model.nv);
      return { knots: zeros([knots, model.nv]) };
    },
    begin: (parameters, seen, model) => {
      requireActing(parameters, seen, model);
      return { start: seen.q };
    },
    plan: (parameters, progress, model, duration) => {
      requirePlanning(parameters, progress, model, duration);
      const { knots: points } = parameters;
      requireTensorOf('knots', points, [knots, model.nv], `${knots} control points of ${model.nv} joints`);
      const rate = duration > 0 ? 1 / duration : 0;
      const along = (derivative: number): PopulationTensor => {
        const weights = progress.map((p) => cubicSplineWeights(knots + stillPoints, p, derivative).slice(stillPoints));
        return matmul(tensor(weights.map((row) => row.map((weight) => weight * rate ** derivative))), points);
      };
      return { way: along(0), v: along(1), a: along(2) };
    },
    act: (parameters, memory, seen, { way, v, a }, model) => {
      requireActing(parameters, seen, model);
      requireJointVectors(model, { q: memory.start, way, v, a });
      const reference = { q: movedConfiguration(model, memory.start, way), v, a };
      const gains = initialGains({ kp, kd }, model.nv);
      return {
        tau: torqueFor(model, seen, trackingAcceleration(model, seen, reference, gains), frictionCompensation),
        memory,
      };
    },
  };
}

export const jointSplineKind = kind({ type: 'joint-spline', title: 'Joint spline', settings, make: jointSpline });
