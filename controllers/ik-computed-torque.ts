/** @file The classical way to a goal: inverse kinematics once, a smooth way in joint space, computed torque along it. */
import * as z from 'zod/mini';
import { div, sub } from '../src/core/ops/arithmetic.ts';
import { clamp } from '../src/core/ops/comparison.ts';
import { add, mul } from '../src/core/ops/elementwise.ts';
import { exp } from '../src/core/ops/exponential.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { inverseKinematics } from '../src/dynamics/inverse-kinematics.ts';
import { configurationDifference, movedConfiguration } from '../src/robot/joints/configuration-difference.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { checked } from '../src/settings/checked.ts';
import { field, type GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { torqueFor, trackingAcceleration } from './computed-torque.ts';
import { type Controller, type ClassicalContext, requireActing, requirePlanning } from './controller.ts';
import { describedGains, type Gains, gainsField, initialGains, logarithm, scaledGains } from './gains.ts';
import { linkGoalSettings, requireLinkGoal, targetOf } from './link-goal.ts';
import { frictionCompensationField } from './settings.ts';

const settings = {
  ...linkGoalSettings,
  share: field(z._default(z.number().check(z.positive(), z.maximum(1)), 0.8), {
    title: 'Share of the time',
    description: 'part of the time that the way takes, to start from; the rest is for holding still',
    touches: 'start',
    step: 0.05,
    most: 1,
  }),
  kp: gainsField('acceleration for an error, to start from', 'Initial stiffness kp', '1/s^2', 'start', 400),
  kd: gainsField('acceleration for an error of velocity, to start from', 'Initial damping kd', '1/s', 'start', 40),
  attempts: field(z._default(z.int().check(z.positive(), z.maximum(100)), 4), {
    title: 'Attempts',
    description: 'searches of inverse kinematics: from the start, then from drawn postures where that has found none',
    touches: 'structure',
    isAdvanced: true,
  }),
  iterations: field(z._default(z.int().check(z.positive(), z.maximum(1000)), 60), {
    title: 'Iterations of a search',
    description: 'steps of inverse kinematics in each search',
    touches: 'structure',
    isAdvanced: true,
  }),
  frictionCompensation: frictionCompensationField,
};

/** Settings of `ikComputedTorque`. */
export type IkComputedTorqueSettings = GivenOf<typeof settings>;

/** Gains [nv] in 1/s^2 and 1/s, and the share [] of the time that the way takes, as logarithms. */
export type IkComputedTorqueParameters = Gains & { readonly logShare: PopulationTensor };

/** The configuration [nq] of the start, and the way [nv] from there to that of the goal, rad (m). */
export type IkComputedTorqueMemory = { readonly start: PopulationTensor; readonly way: PopulationTensor };

/** The part [] of the way that is made at a step, and its first and second derivative by time. */
export type IkComputedTorquePlan = { readonly [part in 'part' | 'rate' | 'change']: PopulationTensor };

/**
 * The part of a way of least jerk from rest to rest (Flash and Hogan 1985), 10 t^3 - 15 t^4 + 6 t^5, at t in 0..1 (beyond it, at the
 * nearer end), with its first and second derivative by t.
 */
export function minimumJerk(t: PopulationTensor): IkComputedTorquePlan {
  const x = clamp(t, 0, 1);
  const square = mul(x, x);
  const rest = mul(x, sub(1, x));
  return {
    part: mul(mul(square, x), add(10, mul(x, sub(mul(6, x), 15)))),
    rate: mul(30, mul(rest, rest)),
    change: mul(mul(60, rest), sub(1, mul(2, x))),
  };
}

/**
 * tau = M(q) (a* + kd (v* - v) + kp (q* - q)) + bias(q, v) [+ friction(v)], [nv], N m (N), along the way q* of least jerk from the start
 * to the configuration that inverse kinematics finds for the goal, of each member its own. Throws an ArgumentError where a setting
 * does not fit; its parameters throw one where a list has not a number for each joint.
 */
export function ikComputedTorque(
  given: IkComputedTorqueSettings,
): Controller<IkComputedTorqueParameters, IkComputedTorqueMemory, IkComputedTorquePlan> {
  const { share, kp, kd, attempts, iterations, frictionCompensation, ...goal } = checked(
    'ikComputedTorque',
    settings,
    given,
  );
  return {
    name: 'ik-computed-torque',
    described: {
      ...describedGains,
      logShare: { label: 'share of the time', unit: { turning: '', sliding: '' }, scale: 'log' },
    },
    parameters: (model) => {
      requireModel(model);
      return { ...initialGains({ kp, kd }, model.nv), logShare: logarithm(share) };
    },
    begin: (parameters, seen, model) => {
      requireActing(parameters, seen, model);
      const { q: start } = seen;
      const found = inverseKinematics(model, goal.link, targetOf(seen.goals, goal), { start, attempts, iterations });
      return { start, way: configurationDifference(model, start, found.q) };
    },
    plan: (parameters, progress, model, duration) => {
      requirePlanning(parameters, progress, model, duration);
      requireTensorOf('logShare', parameters.logShare, [], 'the logarithm of a share');
      const used = exp(parameters.logShare);
      const { part, rate, change } = minimumJerk(div(tensor([...progress]), used));
      // a single step takes no time, and stands still
      const perSecond = div(duration > 0 ? 1 / duration : 0, used);
      return { part, rate: mul(rate, perSecond), change: mul(change, mul(perSecond, perSecond)) };
    },
    act: (parameters, memory, seen, { part, rate, change }, model) => {
      requireActing(parameters, seen, model);
      const { start, way } = memory;
      requireJointVectors(model, { q: start, way });
      for (const [name, x] of Object.entries({ part, rate, change })) requireTensorOf(name, x, [], 'one number');
      const reference = {
        q: movedConfiguration(model, start, mul(part, way)),
        v: mul(rate, way),
        a: mul(change, way),
      };
      const a = trackingAcceleration(model, seen, reference, parameters);
      return { tau: torqueFor(model, seen, a, frictionCompensation), memory };
    },
    scaleGains: scaledGains,
  };
}

export const ikComputedTorqueKind = kind({
  type: 'ik-computed-torque',
  title: 'Inverse kinematics and computed torque',
  settings,
  make(given, context: ClassicalContext) {
    requireLinkGoal(given, context);
    return ikComputedTorque(given);
  },
});
