/** @file Goal: a configuration of the joints. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { field, finite } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { GoalContext } from '../../robot/goal.ts';

export const configurationKind = kind({
  type: 'configuration',
  title: 'Posture',
  settings: {
    q: field(z.array(finite), {
      title: 'Joints',
      description: 'one number a joint',
      unit: 'rad',
      touches: 'input',
      perJoint: true,
    }),
  },
  make({ q }, { model }: GoalContext) {
    if (q.length !== model.nq) throw new ArgumentError('q', `${q.length} numbers`, `${model.nq} numbers, one a joint`);
    return { posture: tensor(q) };
  },
});
