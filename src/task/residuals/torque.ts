/** @file Residual: the forces of the drives, as they are or relative to what the drives can give. */
import * as z from 'zod/mini';
import { requireBoolean } from '../../core/arguments.ts';
import { abs, div } from '../../core/ops/arithmetic.ts';
import { amax } from '../../core/ops/reduction.ts';
import { tensor } from '../../core/population-tensor.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { field } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** tau [nv], N m (N); or over the joints' effort limits, where 1 N m (N) stands for a joint that has none. */
export function torque(model: RobotModel, relative = false): Residual {
  requireModel(model);
  requireBoolean('relative', relative);
  const efforts = tensor(
    independentJoints(model).map(({ limits: { effort } }) => (Number.isFinite(effort) && effort > 0 ? effort : 1)),
  );
  return {
    name: relative ? 'load' : 'torque',
    size: model.nv,
    unit: relative ? '' : 'N m',
    isAveraged: true,
    evaluate: ({ tau }) => (relative ? div(tau, efforts) : tau),
    read: (entries) => amax(abs(entries)),
  };
}

export const torqueKind = kind({
  type: 'torque',
  title: 'Effort',
  settings: {
    relative: field(z._default(z.boolean(), false), {
      title: 'Relative',
      description: "relative to the joints' effort limits",
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make: ({ relative }, { model }: ResidualContext) => torque(model, relative),
});
