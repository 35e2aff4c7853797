/** @file Goal: points of a box in the world, each as likely as any other. */
import { add, mul } from '../../core/ops/elementwise.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { type GoalContext, SampledGoal } from '../../robot/goal.ts';
import { field, nonNegative } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import * as z from 'zod/mini';
import { positionField } from './point.ts';

export const sizeField = field(z.tuple([nonNegative, nonNegative, nonNegative]), {
  title: 'Size',
  description: 'edges of the box, along the axes of the world',
  unit: 'm',
  touches: 'input',
  step: 0.01,
  most: 2,
});

/** Points [3] of a box, m: center + (u - 1/2) size. */
export const pointsOfBox = (center: readonly number[], size: readonly number[]) => (uniform: PopulationTensor) =>
  add(tensor([...center]), mul(tensor([...size]), sub(uniform, 0.5)));

export const boxKind = kind({
  type: 'box',
  title: 'Points of a box',
  settings: { center: positionField, size: sizeField },
  make({ center, size }, _: GoalContext) {
    const pointOf = pointsOfBox(center, size);
    return new SampledGoal({
      usual: { position: tensor([...center]) },
      numbers: 3,
      sample: (uniform) => ({ position: pointOf(uniform) }),
    });
  },
});
