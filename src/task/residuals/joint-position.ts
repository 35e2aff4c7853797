/** @file Residual: the joints' way from a configuration, by each joint's own difference. */
import { requireText } from '../../core/arguments.ts';
import { abs } from '../../core/ops/arithmetic.ts';
import { amax } from '../../core/ops/reduction.ts';
import { configurationDifference } from '../../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { kind } from '../../settings/kinds.ts';
import { goalPart, requireGoal } from '../goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName } from './settings.ts';

/** q (-) q* [nv], rad (m): continuous joints by the shorter way round; people read the largest. */
export function jointPosition(model: RobotModel, to: string): Residual {
  requireModel(model);
  requireText('to', to);
  const { nq, nv } = model;
  return {
    name: 'posture',
    size: nv,
    unit: 'rad',
    isAveraged: true,
    evaluate: ({ q }, goals) => configurationDifference(model, goalPart(goals, to, 'posture', [nq]), q),
    read: (entries) => amax(abs(entries)),
  };
}

export const jointPositionKind = kind({
  type: 'joint-position',
  title: 'Posture',
  settings: { to: goalName },
  make({ to }, { model, goals }: ResidualContext) {
    requireGoal(goals, to, 'posture');
    return jointPosition(model, to);
  },
});
