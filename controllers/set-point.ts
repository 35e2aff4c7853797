/** @file What controllers towards a set point share: the configuration, gains of each joint, and that both are parameters. */
import * as z from 'zod/mini';
import { broadcastTo } from '../src/core/ops/structural.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import type { RobotModel } from '../src/robot/model.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { field, finite } from '../src/settings/fields.ts';
import { type Controller, type NoMemory, type ParameterMeta, requireActing, requirePlanning } from './controller.ts';
import type { Observation } from './observation.ts';
import { type Gains, initialGains, requireEach, scaledGains } from './gains.ts';

export const referenceField = field(z.optional(z.array(finite)), {
  title: 'Set point',
  description: 'configuration to start from, one number a joint; the initial configuration where it is absent',
  unit: 'rad',
  touches: 'start',
  perJoint: true,
  isAdvanced: true,
});

/** `reference` [nq], and the gains as logarithms [nv], so that they stay positive and a step changes them by a ratio. */
export type SetPointParameters = Gains & { readonly reference: PopulationTensor };

export const describedReference: ParameterMeta = {
  label: 'set point',
  unit: { turning: 'rad', sliding: 'm' },
  scale: 'linear',
};

/** The set point to start from, refused where it is not the robot's. */
export function initialReference(
  model: RobotModel,
  reference: readonly number[] | undefined,
  initialConfiguration: readonly number[],
): PopulationTensor {
  requireModel(model);
  return tensor(Float64Array.from(requireEach('reference', reference ?? initialConfiguration, model.nq)));
}

/** The set point at every step. */
export function plannedReference(
  parameters: { readonly reference: PopulationTensor },
  progress: readonly number[],
  model: RobotModel,
): PopulationTensor {
  requirePlanning(parameters, progress, model);
  requireTensorOf('reference', parameters.reference, [model.nq], 'a configuration');
  return broadcastTo(parameters.reference, [progress.length, model.nq]);
}

interface SetPointSettings {
  readonly kp: number | readonly number[];
  readonly kd: number | readonly number[];
  readonly reference?: readonly number[] | undefined;
}

/** A controller towards a set point, by its law: forces for gains, an observation and a set point [nq], all of which fit. */
export const setPointController = (
  { kp, kd, reference }: SetPointSettings,
  described: Pick<Controller, 'name'> & { readonly [gain in keyof Gains]: ParameterMeta },
  law: (gains: Gains, seen: Observation, setPoint: PopulationTensor, model: RobotModel) => PopulationTensor,
): Controller<SetPointParameters, NoMemory, PopulationTensor> => ({
  name: described.name,
  described: { reference: describedReference, logKp: described.logKp, logKd: described.logKd },
  parameters: (model, initialConfiguration) => ({
    reference: initialReference(model, reference, initialConfiguration),
    ...initialGains({ kp, kd }, model.nv),
  }),
  plan: plannedReference,
  act: (parameters, memory, seen, planned, model) => {
    requireActing(parameters, seen, model);
    requireTensorOf('set point', planned, [model.nq], 'a configuration');
    requireJointVectors(model, { q: seen.q, v: seen.v, logKp: parameters.logKp, logKd: parameters.logKd });
    return { tau: law(parameters, seen, planned, model), memory };
  },
  scaleGains: scaledGains,
});
