/** @file Open-loop torques from a uniform cubic B-spline, with gravity compensation as an option. */
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { tensor, zeros } from '../src/core/population-tensor.ts';
import { requireShapeOf } from '../src/core/shape.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../src/errors.ts';
import type { Controller } from './controller.ts';

export interface TorqueSplineSettings {
  /** Number of control points (knots) a joint, at least 4. */
  readonly knots: number;
  /** Adds the torque that holds the arm against gravity. Default false. */
  readonly gravityCompensation?: boolean;
}

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

/** tau(t) = sum of weights(t) and knots [+ gravity(q)]. Parameter: `knots` [count, nv], N m (N), from 0. */
export function torqueSpline({ knots, gravityCompensation = false }: TorqueSplineSettings): Controller {
  requireKnots('knots', knots);
  return {
    name: 'torque-spline',
    initialParameters: (model) => ({ knots: zeros([knots, model.nv]) }),
    plan: ({ knots: points }, progress) => {
      // how many joints there are, each torque is asked
      requireShapeOf('knots', points.shape, [knots, points.shape[1]], `${knots} control points`);
      return matmul(tensor(progress.map((p) => cubicSplineWeights(knots, p))), points);
    },
    torque: (_, planned, { q }, model) => {
      requireJointVectors(model, { planned });
      return gravityCompensation ? add(planned, gravityForces(model, q)) : planned;
    },
  };
}
