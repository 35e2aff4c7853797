/** @file Residual: how far each joint is beyond the nearer of its limits; below 0 within them. */
import { sub } from '../../core/ops/arithmetic.ts';
import { maximum } from '../../core/ops/comparison.ts';
import { amax } from '../../core/ops/reduction.ts';
import { tensor } from '../../core/population-tensor.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** Stands for a limit that a joint has not: far beyond every configuration, and its differences are still numbers, rad (m). */
const far = 1e9;

/** max(q - upper, lower - q) [nq], rad (m), for the one-sided norm; people read the largest. Every joint that is outside counts in full. */
export function jointLimits(model: RobotModel): Residual {
  requireModel(model);
  const joints = independentJoints(model);
  const lower = tensor(joints.map(({ limits }) => Math.max(limits.lower, -far)));
  const upper = tensor(joints.map(({ limits }) => Math.min(limits.upper, far)));
  return {
    name: 'excess',
    size: model.nq,
    unit: 'rad',
    evaluate: ({ q }) => maximum(sub(q, upper), sub(lower, q)),
    read: (entries) => amax(entries),
  };
}

export const jointLimitsKind = kind({
  type: 'joint-limits',
  title: 'Joint limits',
  settings: {},
  make: (_, { model }: ResidualContext) => jointLimits(model),
});
