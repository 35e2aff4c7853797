/** @file Residual: the power that the drives give to the joints or take from them. */
import { abs } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { sum } from '../../core/ops/reduction.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** tau v [nv], W, of the velocity that the forces led to; people read what all drives work, braking counted as driving. */
export function power(model: RobotModel): Residual {
  requireModel(model);
  return {
    name: 'power',
    size: model.nv,
    unit: 'W',
    isAveraged: true,
    evaluate: ({ tau, v }) => mul(tau, v),
    read: (entries) => sum(abs(entries)),
  };
}

export const powerKind = kind({
  type: 'power',
  title: 'Power',
  settings: {},
  make: (_, { model }: ResidualContext) => power(model),
});
