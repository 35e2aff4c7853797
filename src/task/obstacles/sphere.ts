/** @file Obstacle: a sphere, which may stand somewhere else for each member. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { type GoalContext, SampledGoal } from '../../robot/goal.ts';
import { field, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { pointsOfBox, sizeField } from '../goals/box.ts';
import { positionField } from '../goals/point.ts';

export const sphereKind = kind({
  type: 'sphere',
  title: 'Sphere',
  settings: {
    position: positionField,
    radius: field(positive, {
      title: 'Radius',
      description: 'of the sphere',
      unit: 'm',
      touches: 'input',
      step: 0.01,
      most: 1,
    }),
    within: z.optional(sizeField),
  },
  make({ position, radius, within }, _: GoalContext) {
    const size = { radius: tensor(radius) };
    const usual = { position: tensor([...position]), ...size };
    if (!within) return usual;
    const pointOf = pointsOfBox(position, within);
    return new SampledGoal({ usual, numbers: 3, sample: (uniform) => ({ position: pointOf(uniform), ...size }) });
  },
});
