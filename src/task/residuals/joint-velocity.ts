/** @file Residual: the joints' velocities. */
import { abs } from '../../core/ops/arithmetic.ts';
import { amax } from '../../core/ops/reduction.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** v [nv], rad/s (m/s); people read the largest speed. */
export function jointVelocity(model: RobotModel): Residual {
  requireModel(model);
  return {
    name: 'speed',
    size: model.nv,
    unit: 'rad/s',
    isAveraged: true,
    evaluate: ({ v }) => v,
    read: (entries) => amax(abs(entries)),
  };
}

export const jointVelocityKind = kind({
  type: 'joint-velocity',
  title: 'Velocity',
  settings: {},
  make: (_, { model }: ResidualContext) => jointVelocity(model),
});
