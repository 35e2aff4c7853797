/** @file Residual: the joints' way from a configuration, by each joint's own difference. */
import { requireText } from '../../core/arguments.ts';
import { abs } from '../../core/ops/arithmetic.ts';
import { amax } from '../../core/ops/reduction.ts';
import { configurationDifference } from '../../robot/joints/configuration-difference.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { Joint, RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { kind } from '../../settings/kinds.ts';
import { formatNumber } from '../../text/quantities.ts';
import { goalPart, type Goals, requireGoal } from '../../robot/goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName } from '../../dynamics/settings.ts';

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

/** Says so where the goal is beyond the limits of a joint; names the one that is farthest beyond. */
function outside(model: RobotModel, to: string, goals: Goals): string | undefined {
  const q = goalPart(goals, to, 'posture', [model.nq]).toArray();
  const beyond = ({ qIndex, limits: { lower, upper } }: Joint): number =>
    Math.max(lower - q[qIndex], q[qIndex] - upper);
  const worst = independentJoints(model).toSorted((a, b) => beyond(b) - beyond(a))[0];
  if (!(beyond(worst) > 0)) return undefined;
  const { name, qIndex, limits } = worst;
  return `goal "${to}" has joint "${name}" at ${formatNumber(q[qIndex])}, outside its limits of ${formatNumber(limits.lower)} to ${formatNumber(limits.upper)}`;
}

export const jointPositionKind = kind({
  type: 'joint-position',
  title: 'Posture',
  settings: { to: goalName },
  make({ to }, { model, goals }: ResidualContext) {
    requireGoal(goals, to, 'posture');
    return { ...jointPosition(model, to), isHopeless: (known: Goals) => outside(model, to, known) };
  },
});
