/** @file Obstacle: a capsule, all points within a radius of a segment; a post or a rail, which may stand somewhere else for each member. */
import { tensor } from '../../core/population-tensor.ts';
import type { GoalContext } from '../../robot/goal.ts';
import { kind } from '../../settings/kinds.ts';
import { rotationOfQuaternion } from '../../spatial/quaternion.ts';
import { lengthField, orientationField, placed, placeFields } from './placement.ts';

export const capsuleKind = kind({
  type: 'capsule',
  title: 'Capsule',
  settings: {
    position: placeFields.position,
    length: lengthField('Length', 'of its segment, along its z axis: it is longer by its radius at each end'),
    radius: lengthField('Radius', 'about the segment'),
    orientation: orientationField,
    within: placeFields.within,
  },
  make: ({ length, radius, orientation, ...place }, _: GoalContext) =>
    placed(place, {
      rotation: rotationOfQuaternion([...orientation]),
      length: tensor(length),
      radius: tensor(radius),
    }),
});
