/** @file Residual: how far each joint is beyond the nearer of its limits; below 0 within them. */
import * as z from 'zod/mini';
import { requireFiniteNumber } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { maximum } from '../../core/ops/comparison.ts';
import { add } from '../../core/ops/elementwise.ts';
import { amax } from '../../core/ops/reduction.ts';
import { tensor } from '../../core/population-tensor.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { field, nonNegative } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** Stands for a limit that a joint has not: far beyond every configuration, and its differences are still numbers, rad (m). */
const far = 1e9;

/**
 * max(q - upper, lower - q) + margin [nq], rad (m), for the one-sided norm; people read the largest. Every joint that is outside counts
 * in full; with a margin (rad, m) those that come near do already.
 */
export function jointLimits(model: RobotModel, margin = 0): Residual {
  requireModel(model);
  requireFiniteNumber('margin', margin, ' of rad');
  const joints = independentJoints(model);
  const lower = tensor(joints.map(({ limits }) => Math.max(limits.lower, -far)));
  const upper = tensor(joints.map(({ limits }) => Math.min(limits.upper, far)));
  return {
    name: 'excess',
    size: model.nq,
    unit: 'rad',
    evaluate: ({ q }) => {
      const beyond = maximum(sub(q, upper), sub(lower, q));
      return margin === 0 ? beyond : add(beyond, margin);
    },
    describe: (entry) => `joint "${joints[entry].name}"`,
    read: (entries) => amax(entries),
  };
}

export const jointLimitsKind = kind({
  type: 'joint-limits',
  title: 'Joint limits',
  settings: {
    margin: field(z._default(nonNegative, 0), {
      title: 'Margin',
      description: 'how near to a limit a joint counts as beyond it',
      unit: 'rad',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make: ({ margin }, { model }: ResidualContext) => jointLimits(model, margin),
});
