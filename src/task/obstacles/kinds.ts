/** @file The obstacles that a scene can name. To residuals and senses they are goals: places by their names. */
import { Kinds } from '../../settings/kinds.ts';
import { field, name } from '../../settings/fields.ts';
import type { Goal, GoalContext, SampledGoal } from '../../robot/goal.ts';
import { boxKind } from './box.ts';
import { capsuleKind } from './capsule.ts';
import { planeKind } from './plane.ts';
import { sphereKind } from './sphere.ts';

const common = {
  name: field(name, { title: 'Name', description: 'of the obstacle', touches: 'structure', isAdvanced: true }),
};

export const obstacleKinds = new Kinds<GoalContext, Goal | SampledGoal>(
  'obstacle',
  [sphereKind, boxKind, capsuleKind, planeKind],
  common,
);
