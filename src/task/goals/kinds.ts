/** @file The goals that a scene can name. */
import { Kinds } from '../../settings/kinds.ts';
import type { Goal, GoalContext } from '../../robot/goal.ts';
import { configurationKind } from './configuration.ts';
import { pointKind } from './point.ts';
import { poseKind } from './pose.ts';

export const goalKinds = new Kinds<GoalContext, Goal>('goal', [pointKind, poseKind, configurationKind]);
