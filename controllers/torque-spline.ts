/** @file Open-loop torques from a uniform cubic B-spline, with gravity compensation as an option. */
import * as z from 'zod/mini';
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../src/core/population-tensor.ts';
import { requireShapeOf } from '../src/core/shape.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../src/errors.ts';
import { checked } from '../src/settings/checked.ts';
import { field, type GivenOf } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import type { Controller, NoMemory } from './controller.ts';

const settings = {
  knots: field(z.int().check(z.minimum(4), z.maximum(1000)), {
    title: 'Spline knots',
    description: 'control points of each joint',
    touches: 'structure',
    startsAgain: true,
    most: 60,
  }),
  gravityCompensation: field(z._default(z.boolean(), false), {
    title: 'Gravity compensation',
    description: 'adds the torque that holds the arm against gravity',
    touches: 'structure',
    startsAgain: true,
  }),
};

export type TorqueSplineSettings = GivenOf<typeof settings>;

/** Control points `knots` [count, nv], N m (N). */
export type TorqueSplineParameters = { readonly knots: PopulationTensor };

function requireKnots(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 4)
    throw new ArgumentError(name, String(count), 'an integer of at least 4, as a cubic has four coefficients');
}

/**
 * Weights [count] of the control points of a uniform cubic B-spline at `progress` in 0..1 (beyond it, at the nearer end): at most four are not 0, all are
 * >= 0 and they sum to 1 (de Boor 2001, ch. IX).
 */
export function cubicSplineWeights(count: number, progress: number): number[] {
  requireKnots('count', count);
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

/** tau(t) = sum of weights(t) and knots [+ gravity(q)], from knots of 0. */
export function torqueSpline(
  given: TorqueSplineSettings,
): Controller<TorqueSplineParameters, NoMemory, PopulationTensor> {
  const { knots, gravityCompensation } = checked('torqueSpline', settings, given);
  return {
    name: 'torque-spline',
    parameters: (model) => ({ knots: zeros([knots, model.nv]) }),
    plan: ({ knots: points }, progress) => {
      // how many joints there are, each torque is asked
      requireShapeOf('knots', points.shape, [knots, points.shape[1]], `${knots} control points`);
      return matmul(tensor(progress.map((p) => cubicSplineWeights(knots, p))), points);
    },
    act: (_, memory, { q }, planned, model) => {
      requireJointVectors(model, { planned });
      return { tau: gravityCompensation ? add(planned, gravityForces(model, q)) : planned, memory };
    },
  };
}

export const torqueSplineKind = kind({ type: 'torque-spline', title: 'Torque spline', settings, make: torqueSpline });
