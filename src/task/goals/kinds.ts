/** @file The goals that a scene can name. */
import { Kinds } from '../../settings/kinds.ts';
import type { Goal, GoalContext, SampledGoal } from '../../robot/goal.ts';
import { boxKind } from './box.ts';
import { configurationKind } from './configuration.ts';
import { figureEightKind } from './figure-eight.ts';
import { pointKind } from './point.ts';
import { poseKind } from './pose.ts';
import { reachablePoseKind } from './reachable-pose.ts';
import { viaPointsKind } from './via-points.ts';

export const goalKinds = new Kinds<GoalContext, Goal | SampledGoal>('goal', [
  pointKind,
  poseKind,
  configurationKind,
  boxKind,
  reachablePoseKind,
  figureEightKind,
  viaPointsKind,
]);
