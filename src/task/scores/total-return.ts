/** @file The return of a motion: what its control steps earn, added up. */
import { requireInstance, requireParts } from '../../core/arguments.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { ArgumentError } from '../../errors.ts';
import type { TaskScore } from './score.ts';

/** States in rows [N + 1, nq] and [N + 1, nv], and generalized forces [N, nv] (N m, N) between them, a row a control step. */
export interface ScoredMotion {
  readonly q: Float64Array;
  readonly v: Float64Array;
  readonly tau: Float64Array;
}

/**
 * Sum of the rewards of the first `score.steps` control steps, each by the state after it and by its forces as shares of the drives'
 * efforts. Throws an ArgumentError where the motion is shorter, or its rows do not fit.
 */
export function totalReturn(score: TaskScore, model: RobotModel, motion: ScoredMotion): number {
  requireParts('score', score, { reward: 'a function', steps: 'a number' });
  requireModel(model);
  requireParts('motion', motion, { q: 'an object', v: 'an object', tau: 'an object' });
  for (const [name, rows] of Object.entries({ q: motion.q, v: motion.v, tau: motion.tau }))
    requireInstance(`motion.${name}`, rows, Float64Array);
  const { nq, nv } = model;
  const { q, v, tau } = motion;
  const { steps } = score;
  if (!(q.length >= (steps + 1) * nq && v.length >= (steps + 1) * nv && tau.length >= steps * nv))
    throw new ArgumentError('motion', `${tau.length / nv} steps`, `${steps} steps of the episode, and their states`);
  const driven = independentJoints(model).filter(({ limits }) => limits.effort > 0);
  let total = 0;
  for (let k = 0; k < steps; k++) {
    const after = k + 1;
    total += score.reward({
      q: q.subarray(after * nq, (after + 1) * nq),
      v: v.subarray(after * nv, (after + 1) * nv),
      action: driven.map(({ vIndex, limits }) => tau[k * nv + vIndex] / limits.effort),
    });
  }
  return total;
}
