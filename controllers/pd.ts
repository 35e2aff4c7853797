/** @file Joint-space PD control towards a set point, with gravity compensation as an option. */
import * as z from 'zod/mini';
import { requireNumbers } from '../src/core/arguments.ts';
import { add, mul } from '../src/core/ops/elementwise.ts';
import { sub } from '../src/core/ops/arithmetic.ts';
import { exp } from '../src/core/ops/exponential.ts';
import { broadcastTo } from '../src/core/ops/structural.ts';
import { log } from '../src/core/scalar/logarithm.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../src/errors.ts';
import { configurationDifference } from '../src/robot/joints/configuration-difference.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { checked } from '../src/settings/checked.ts';
import { field, finite, type GivenOf, perJoint, positive } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { type Controller, type NoMemory, requireActing, requirePlanning } from './controller.ts';
import { gravityCompensationField } from './settings.ts';

const gains = (letter: string, title: string, unit: string) =>
  field(perJoint(positive), {
    title,
    description: `${letter} to start from, for all joints or one each; use a small one, e.g. 1e-3, for none`,
    unit,
    touches: 'start',
    perJoint: true,
    step: 0.1,
  });

const settings = {
  kp: gains('proportional gains', 'Initial stiffness kp', 'N m/rad'),
  kd: gains('derivative gains', 'Initial damping kd', 'N m s/rad'),
  reference: field(z.optional(z.array(finite)), {
    title: 'Set point',
    description: 'configuration to start from, one number a joint; the initial configuration where it is absent',
    unit: 'rad',
    touches: 'start',
    perJoint: true,
    isAdvanced: true,
  }),
  gravityCompensation: gravityCompensationField(true),
};

/** Settings of `pd`. */
export type PdSettings = GivenOf<typeof settings>;

/** `reference` [nq], and the gains as logarithms [nv], so that they stay positive and a step changes them by a ratio. */
export type PdParameters = {
  readonly reference: PopulationTensor;
  readonly logKp: PopulationTensor;
  readonly logKd: PopulationTensor;
};

const described = {
  reference: { label: 'set point', unit: { turning: 'rad', sliding: 'm' }, scale: 'linear' },
  logKp: { label: 'stiffness', unit: { turning: 'N m/rad', sliding: 'N/m' }, scale: 'log' },
  logKd: { label: 'damping', unit: { turning: 'N m s/rad', sliding: 'N s/m' }, scale: 'log' },
} as const;

/** A list with one number a joint, refused where it has another length. */
function requireEach(name: string, list: readonly number[], count: number): readonly number[] {
  requireNumbers(name, list);
  if (list.length !== count) throw new ArgumentError(name, `${list.length} numbers`, `${count} numbers, one a joint`);
  return list;
}

const logarithms = (name: string, given: number | readonly number[], count: number): PopulationTensor =>
  tensor(
    Float64Array.from(
      requireEach(name, typeof given === 'number' ? new Array<number>(count).fill(given) : given, count),
      (gain) => log.value(gain, 0, 0),
    ),
  );

/**
 * tau = kp (reference - q) - kd v [+ gravity(q)], [nv], N m (N): each joint by the shortest way to its set point. Gains in N m/rad
 * (N/m) and N m s/rad (N s/m). Throws an ArgumentError where a setting does not fit; its parameters throw one where a list has not a
 * number for each joint.
 */
export function pd(given: PdSettings): Controller<PdParameters, NoMemory, PopulationTensor> {
  const { kp, kd, reference, gravityCompensation } = checked('pd', settings, given);
  return {
    name: 'pd',
    described,
    parameters: (model, initialConfiguration) => {
      requireModel(model);
      return {
        reference: tensor(Float64Array.from(requireEach('reference', reference ?? initialConfiguration, model.nq))),
        logKp: logarithms('kp', kp, model.nv),
        logKd: logarithms('kd', kd, model.nv),
      };
    },
    plan: (parameters, progress, model) => {
      requirePlanning(parameters, progress, model);
      requireTensorOf('reference', parameters.reference, [model.nq], 'a configuration');
      return broadcastTo(parameters.reference, [progress.length, model.nq]);
    },
    act: (parameters, memory, seen, planned, model) => {
      requireActing(parameters, seen, model);
      const { q, v } = seen;
      requireTensorOf('set point', planned, [model.nq], 'a configuration');
      requireJointVectors(model, { q, v, logKp: parameters.logKp, logKd: parameters.logKd });
      const spring = mul(exp(parameters.logKp), configurationDifference(model, q, planned));
      const feedback = sub(spring, mul(exp(parameters.logKd), v));
      return { tau: gravityCompensation ? add(feedback, gravityForces(model, q)) : feedback, memory };
    },
    scaleGains: (parameters, { position, velocity }) => ({
      ...parameters,
      logKp: add(parameters.logKp, logarithms('position', position, position.length)),
      logKd: add(parameters.logKd, logarithms('velocity', velocity, velocity.length)),
    }),
  };
}

export const pdKind = kind({ type: 'pd', title: 'PD', settings, make: pd });
