/** @file Linear state feedback with full matrices of gains about a set point, and constant forces. */
import { sub } from '../src/core/ops/arithmetic.ts';
import { add, mul } from '../src/core/ops/elementwise.ts';
import { reshape } from '../src/core/ops/indexing.ts';
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { configurationDifference } from '../src/robot/joints/configuration-difference.ts';
import { checked } from '../src/settings/checked.ts';
import type { GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { type Controller, type NoMemory, requireActing } from './controller.ts';
import { gainsField, oneForEach } from './gains.ts';
import { describedReference, initialReference, plannedReference, referenceField } from './set-point.ts';
import { gravityCompensationField } from './settings.ts';

const settings = {
  kp: gainsField('diagonal of the stiffness to start from', 'Initial stiffness kp', 'N m/rad', 'start'),
  kd: gainsField('diagonal of the damping to start from', 'Initial damping kd', 'N m s/rad', 'start'),
  reference: referenceField,
  gravityCompensation: gravityCompensationField(true),
};

/** Settings of `linearFeedback`. */
export type LinearFeedbackSettings = GivenOf<typeof settings>;

/**
 * `reference` [nq], `torque` [nv] at rest there, and K = [stiffness, damping], each [nv, nv]: a row for each force, a column for the
 * joint that has moved.
 */
export type LinearFeedbackParameters = {
  readonly reference: PopulationTensor;
  readonly torque: PopulationTensor;
  readonly stiffness: PopulationTensor;
  readonly damping: PopulationTensor;
};

const described = {
  reference: describedReference,
  torque: { label: 'constant torque', unit: { turning: 'N m', sliding: 'N' }, scale: 'linear' },
  stiffness: { label: 'stiffness row', unit: { turning: 'N m/rad', sliding: 'N/m' }, scale: 'linear' },
  damping: { label: 'damping row', unit: { turning: 'N m s/rad', sliding: 'N s/m' }, scale: 'linear' },
} as const;

const diagonal = (entries: readonly number[]): PopulationTensor =>
  tensor(entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0))));

/** The rows of a matrix multiplied by factors. */
const scaledRows = (matrix: PopulationTensor, factors: readonly number[]): PopulationTensor =>
  mul(matrix, reshape(tensor([...factors]), [factors.length, 1]));

/**
 * tau = torque + stiffness (reference - q) - damping v [+ gravity(q)], [nv], N m (N): K (x* - x) with every entry of K a parameter,
 * from kp and kd on the diagonals. Throws an ArgumentError where a setting does not fit; its parameters throw one where a list has
 * not a number for each joint.
 */
export function linearFeedback(
  given: LinearFeedbackSettings,
): Controller<LinearFeedbackParameters, NoMemory, PopulationTensor> {
  const { kp, kd, reference, gravityCompensation } = checked('linearFeedback', settings, given);
  return {
    name: 'linear-feedback',
    described,
    parameters: (model, initialConfiguration) => ({
      reference: initialReference(model, reference, initialConfiguration),
      torque: zeros([model.nv]),
      stiffness: diagonal(oneForEach('kp', kp, model.nv)),
      damping: diagonal(oneForEach('kd', kd, model.nv)),
    }),
    plan: plannedReference,
    act: (parameters, memory, seen, planned, model) => {
      requireActing(parameters, seen, model);
      const { torque, stiffness, damping } = parameters;
      const { q, v } = seen;
      requireJointVectors(model, { q, v, torque });
      requireTensorOf('set point', planned, [model.nq], 'a configuration');
      for (const [name, matrix] of Object.entries({ stiffness, damping }))
        requireTensorOf(name, matrix, [model.nv, model.nv], 'a gain of each force for each joint');
      const spring = matmul(stiffness, configurationDifference(model, q, planned));
      const feedback = add(torque, sub(spring, matmul(damping, v)));
      return { tau: gravityCompensation ? add(feedback, gravityForces(model, q)) : feedback, memory };
    },
    scaleGains: (parameters, { position, velocity }) => ({
      ...parameters,
      stiffness: scaledRows(parameters.stiffness, position),
      damping: scaledRows(parameters.damping, velocity),
    }),
  };
}

export const linearFeedbackKind = kind({
  type: 'linear-feedback',
  title: 'Linear feedback',
  settings,
  make: linearFeedback,
});
