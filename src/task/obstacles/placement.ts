/** @file What obstacles share: where they stand, how they are turned, and the room that they may stand in for each member. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { type Goal, SampledGoal } from '../../robot/goal.ts';
import { field, positive, quaternion } from '../../settings/fields.ts';
import { pointsOfBox, sizeField } from '../goals/box.ts';
import { positionField } from '../goals/point.ts';

/** Where an obstacle stands, and edges of the room that its place is drawn from. */
export const placeFields = { position: positionField, within: z.optional(sizeField) };

/** A length of an obstacle. */
export const lengthField = (title: string, description: string) =>
  field(positive, { title, description, unit: 'm', touches: 'input', step: 0.01, most: 1 });

export const orientationField = field(z._default(quaternion, [0, 0, 0, 1]), {
  title: 'Orientation',
  description: 'quaternion [x, y, z, w] of its axes in the world',
  touches: 'input',
  isAdvanced: true,
});

/** Where something stands, and in what room. */
interface Place {
  readonly position: readonly number[];
  readonly within?: readonly number[] | undefined;
}

/** An obstacle of these parts at a place, or somewhere in the room about it for each member. */
export function placed({ position, within }: Place, parts: Goal): Goal | SampledGoal {
  const usual = { position: tensor([...position]), ...parts };
  if (!within) return usual;
  const pointOf = pointsOfBox(position, within);
  return new SampledGoal({ usual, numbers: 3, sample: (uniform) => ({ position: pointOf(uniform), ...parts }) });
}
