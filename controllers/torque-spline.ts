/** @file Open-loop torques from a uniform cubic B-spline, with gravity compensation as an option. */
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { checked } from '../src/settings/checked.ts';
import type { GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { type Controller, type NoMemory, requireActing, requirePlanning } from './controller.ts';
import { cubicSplineWeights, fewestKnots } from './cubic-spline.ts';
import { gravityCompensationField, knotsField } from './settings.ts';

const settings = {
  knots: knotsField(fewestKnots),
  gravityCompensation: gravityCompensationField(false),
};

/** Settings of `torqueSpline`. */
export type TorqueSplineSettings = GivenOf<typeof settings>;

/** Control points `knots` [count, nv], N m (N). */
export type TorqueSplineParameters = { readonly knots: PopulationTensor };

/**
 * tau(t) = sum of weights(t) knots [+ gravity(q)], [nv], N m (N), from knots of 0: an open loop. Throws an ArgumentError where a
 * setting does not fit (de Boor 2001, ch. IX).
 */
export function torqueSpline(
  given: TorqueSplineSettings,
): Controller<TorqueSplineParameters, NoMemory, PopulationTensor> {
  const { knots, gravityCompensation } = checked('torqueSpline', settings, given);
  return {
    name: 'torque-spline',
    described: { knots: { label: 'torque knot', unit: { turning: 'N m', sliding: 'N' }, scale: 'linear' } },
    parameters: (model) => {
      requireModel(model);
      return { knots: zeros([knots, model.nv]) };
    },
    plan: (parameters, progress, model) => {
      requirePlanning(parameters, progress, model);
      const { knots: points } = parameters;
      requireTensorOf('knots', points, [knots, model.nv], `${knots} control points of ${model.nv} joints`);
      return matmul(tensor(progress.map((p) => cubicSplineWeights(knots, p))), points);
    },
    act: (parameters, memory, seen, planned, model) => {
      requireActing(parameters, seen, model);
      requireJointVectors(model, { planned });
      return { tau: gravityCompensation ? add(planned, gravityForces(model, seen.q)) : planned, memory };
    },
  };
}

export const torqueSplineKind = kind({ type: 'torque-spline', title: 'Torque spline', settings, make: torqueSpline });
