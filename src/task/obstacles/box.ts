/** @file Obstacle: a box that is turned as one likes, and may stand somewhere else for each member. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import type { GoalContext } from '../../robot/goal.ts';
import { field, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { rotationOfQuaternion } from '../../spatial/quaternion.ts';
import { orientationField, placed, placeFields } from './placement.ts';

export const boxKind = kind({
  type: 'box',
  title: 'Box',
  settings: {
    position: placeFields.position,
    size: field(z.tuple([positive, positive, positive]), {
      title: 'Size',
      description: 'edges of the box, along its own axes',
      unit: 'm',
      touches: 'input',
      step: 0.01,
      most: 2,
    }),
    orientation: orientationField,
    within: placeFields.within,
  },
  make: ({ size, orientation, ...place }, _: GoalContext) =>
    placed(place, { rotation: rotationOfQuaternion([...orientation]), size: tensor([...size]) }),
});
