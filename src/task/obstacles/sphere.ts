/** @file Obstacle: a sphere, which may stand somewhere else for each member. */
import { tensor } from '../../core/population-tensor.ts';
import type { GoalContext } from '../../robot/goal.ts';
import { kind } from '../../settings/kinds.ts';
import { lengthField, placed, placeFields } from './placement.ts';

export const sphereKind = kind({
  type: 'sphere',
  title: 'Sphere',
  settings: {
    position: placeFields.position,
    radius: lengthField('Radius', 'of the sphere'),
    within: placeFields.within,
  },
  make: ({ radius, ...place }, _: GoalContext) => placed(place, { radius: tensor(radius) }),
});
