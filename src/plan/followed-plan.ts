/** @file A plan as the tensors that its controller follows. */
import type { FollowedPlan } from '../../controllers/plan-following.ts';
import { requireFiniteNumber, requireInstance, requireParts } from '../core/arguments.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import type { Plan } from './planning.ts';

/** Numbers in rows of `width` each. */
function rowsOf(name: string, data: Float64Array, rows: number, width: number): Float64Array {
  requireInstance(`plan.${name}`, data, Float64Array);
  if (data.length === rows * width) return data;
  throw new ArgumentError(`plan.${name}`, `${data.length} numbers`, `${rows} rows of ${width}`);
}

const shaped = (data: Float64Array, ...shape: number[]): PopulationTensor => tensor(data.slice(), shape);

/** Rows of q and of v as rows of states, [rows, nq + nv]. */
export function statesOf(q: Float64Array, v: Float64Array, rows: number): Float64Array {
  const [nq, nv] = [q.length / rows, v.length / rows];
  const x = new Float64Array(q.length + v.length);
  for (let row = 0, to = 0; row < rows; row++) {
    for (let i = 0; i < nq; i++) x[to++] = q[row * nq + i];
    for (let i = 0; i < nv; i++) x[to++] = v[row * nv + i];
  }
  return x;
}

/**
 * The tensors of a plan that has N knots of `period` s, from time 0 on. Throws an ArgumentError where its rows are not the robot's, or do
 * not fit one another.
 */
export function followedPlan(model: RobotModel, plan: Pick<Plan, 'period' | 'motion' | 'gains'>): FollowedPlan {
  requireModel(model);
  requireParts('plan', plan, { period: 'a number', motion: 'an object', gains: 'an object' });
  requireParts('plan.motion', plan.motion, { q: 'an object', v: 'an object', tau: 'an object' });
  const { period, motion, gains } = plan;
  requireFiniteNumber('plan.period', period, ' of seconds');
  const { nq, nv } = model;
  const knots = Math.max(1, motion.tau.length / nv);
  const q = rowsOf('motion.q', motion.q, knots + 1, nq);
  const v = rowsOf('motion.v', motion.v, knots + 1, nv);
  return {
    x: shaped(statesOf(q, v, knots + 1), knots + 1, nq + nv),
    u: shaped(rowsOf('motion.tau', motion.tau, knots, nv), knots, nv),
    K: shaped(rowsOf('gains', gains, knots, 2 * nv * nv), knots, nv, 2 * nv),
    time: tensor(Float64Array.from({ length: knots + 1 }, (_, k) => k * period)),
  };
}
