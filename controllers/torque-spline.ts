/** @file Open-loop torques from a uniform cubic B-spline, with gravity compensation as an option. */
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { tensor, zeros } from '../src/core/population-tensor.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import type { Controller } from './controller.ts';

export interface TorqueSplineSettings {
  /** Number of control points (knots) a joint, at least 4. */
  readonly knots: number;
  /** Adds the torque that holds the arm against gravity. Default false. */
  readonly gravityCompensation?: boolean;
}

/**
 * Weights [count] of the control points of a uniform cubic B-spline at `progress` in 0..1: at most four are not 0, all are
 * >= 0 and they sum to 1 (de Boor 2001, ch. IX).
 */
export function cubicSplineWeights(count: number, progress: number): number[] {
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
  return {
    name: 'torque-spline',
    initialParameters: (model) => ({ knots: zeros([knots, model.nv]) }),
    plan: (parameters, progress) => matmul(tensor(progress.map((p) => cubicSplineWeights(knots, p))), parameters.knots),
    torque: (_, planned, { q }, model) => (gravityCompensation ? add(planned, gravityForces(model, q)) : planned),
  };
}
