/** @file Residual: the robot's energy above that of rest in a configuration: what a swing-up has to gather before it can stand. */
import { requireText } from '../../core/arguments.ts';
import { abs, sub } from '../../core/ops/arithmetic.ts';
import { add } from '../../core/ops/elementwise.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { kineticEnergy, potentialEnergy } from '../../dynamics/energy.ts';
import { goalName } from '../../dynamics/settings.ts';
import { goalPart, requireGoal } from '../../robot/goal.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/**
 * T(q, v) + V(q) - V(q*) [1], J, with the masses of the model: 0 where the robot would come to rest in the goal's configuration, were
 * there neither friction nor drives.
 */
export function energy(model: RobotModel, to: string): Residual {
  requireModel(model);
  requireText('to', to);
  return {
    name: 'energy',
    size: 1,
    unit: 'J',
    evaluate: ({ q, v }, goals) => {
      const wanted = potentialEnergy(model, goalPart(goals, to, 'posture', [model.nq]));
      return reshape(sub(add(kineticEnergy(model, q, v), potentialEnergy(model, q)), wanted), [1]);
    },
    read: (entries) => reshape(abs(entries), []),
  };
}

export const energyKind = kind({
  type: 'energy',
  title: 'Energy',
  settings: { to: goalName },
  make({ to }, { model, goals }: ResidualContext) {
    requireGoal(goals, to, 'posture');
    return energy(model, to);
  },
});
