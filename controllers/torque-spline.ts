/** @file Open-loop torques from a uniform cubic B-spline, with gravity compensation as an option. */
import * as z from 'zod/mini';
import { requireInteger, requireNumber } from '../src/core/arguments.ts';
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { ArgumentError } from '../src/errors.ts';
import { checked } from '../src/settings/checked.ts';
import { field, type GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { type Controller, type NoMemory, requireActing, requirePlanning } from './controller.ts';
import { gravityCompensationField } from './settings.ts';

/** A cubic has four coefficients. */
const fewestKnots = 4;
const mostKnots = 1000;

const settings = {
  knots: field(z.int().check(z.minimum(fewestKnots), z.maximum(mostKnots)), {
    title: 'Spline knots',
    description: 'control points of each joint',
    touches: 'structure',
    startsAgain: true,
    most: 60,
  }),
  gravityCompensation: gravityCompensationField(false),
};

/** Settings of `torqueSpline`. */
export type TorqueSplineSettings = GivenOf<typeof settings>;

/** Control points `knots` [count, nv], N m (N). */
export type TorqueSplineParameters = { readonly knots: PopulationTensor };

/**
 * Weights [count] of the control points of a uniform cubic B-spline at `progress` in 0..1 (beyond it, at the nearer end): at most
 * four are not 0, all are >= 0 and they sum to 1 (de Boor 2001, ch. IX). Throws an ArgumentError where `count` is none of 4 to 1000.
 */
export function cubicSplineWeights(count: number, progress: number): number[] {
  requireInteger('count', count, fewestKnots, mostKnots);
  requireNumber('progress', progress);
  if (Number.isNaN(progress)) throw new ArgumentError('progress', 'NaN', 'a number from 0 to 1');
  const spans = count - 3;
  const position = Math.min(Math.max(progress, 0), 1) * spans;
  const span = Math.min(Math.floor(position), spans - 1);
  const t = position - span;
  const [t2, t3] = [t * t, t * t * t];
  const weights = new Array<number>(count).fill(0);
  weights[span] = (1 - 3 * t + 3 * t2 - t3) / 6;
  weights[span + 1] = (4 - 6 * t2 + 3 * t3) / 6;
  weights[span + 2] = (1 + 3 * t + 3 * t2 - 3 * t3) / 6;
  weights[span + 3] = t3 / 6;
  return weights;
}

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
