/** @file Obstacle: all that lies behind a plane: a floor, a table that has no end, a wall. */
import * as z from 'zod/mini';
import { div } from '../../core/ops/arithmetic.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { tensor } from '../../core/population-tensor.ts';
import type { GoalContext } from '../../robot/goal.ts';
import { field, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { placed, placeFields } from './placement.ts';

const normalField = field(
  z._default(
    vector3.check(z.refine((parts) => parts.some((part) => part !== 0), 'a direction whose length is not 0')),
    [0, 0, 1],
  ),
  {
    title: 'Normal',
    description: 'direction in world axes, of any length, that leads away from it to where the robot is',
    touches: 'input',
  },
);

export const planeKind = kind({
  type: 'plane',
  title: 'Plane',
  settings: { position: placeFields.position, normal: normalField, within: placeFields.within },
  make({ normal, ...place }, _: GoalContext) {
    // of the length of its largest part first: squares of tiny ones are 0
    const largest = normal.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    const direction = tensor(normal.map((part) => part / largest));
    return placed(place, { normal: div(direction, norm(direction)) });
  },
});
