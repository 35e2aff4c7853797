/** @file Joint-space PD control towards a set point, with gravity compensation as an option. */
import { add, mul } from '../src/core/ops/elementwise.ts';
import { sub } from '../src/core/ops/arithmetic.ts';
import { exp } from '../src/core/ops/exponential.ts';
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { configurationDifference } from '../src/robot/joints/configuration-difference.ts';
import { checked } from '../src/settings/checked.ts';
import type { GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import type { Controller, NoMemory } from './controller.ts';
import { gainsField } from './gains.ts';
import { referenceField, setPointController, type SetPointParameters } from './set-point.ts';
import { gravityCompensationField } from './settings.ts';

const settings = {
  kp: gainsField('proportional gains to start from', 'Initial stiffness kp', 'N m/rad', 'start'),
  kd: gainsField('derivative gains to start from', 'Initial damping kd', 'N m s/rad', 'start'),
  reference: referenceField,
  gravityCompensation: gravityCompensationField(true),
};

/** Settings of `pd`. */
export type PdSettings = GivenOf<typeof settings>;

/** Parameters of `pd`: its set point, and gains in N m/rad (N/m) and N m s/rad (N s/m). */
export type PdParameters = SetPointParameters;

const described = {
  name: 'pd',
  logKp: { label: 'stiffness', unit: { turning: 'N m/rad', sliding: 'N/m' }, scale: 'log' },
  logKd: { label: 'damping', unit: { turning: 'N m s/rad', sliding: 'N s/m' }, scale: 'log' },
} as const;

/**
 * tau = kp (reference - q) - kd v [+ gravity(q)], [nv], N m (N): each joint by the shortest way to its set point. Gains in N m/rad
 * (N/m) and N m s/rad (N s/m). Throws an ArgumentError where a setting does not fit; its parameters throw one where a list has not a
 * number for each joint.
 */
export function pd(given: PdSettings): Controller<PdParameters, NoMemory, PopulationTensor> {
  const { gravityCompensation, ...own } = checked('pd', settings, given);
  return setPointController(own, described, ({ logKp, logKd }, { q, v }, setPoint, model) => {
    const spring = mul(exp(logKp), configurationDifference(model, q, setPoint));
    const feedback = sub(spring, mul(exp(logKd), v));
    return gravityCompensation ? add(feedback, gravityForces(model, q)) : feedback;
  });
}

export const pdKind = kind({ type: 'pd', title: 'PD', settings, make: pd });
