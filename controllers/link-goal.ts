/** @file What controllers that bring a link to a goal share: their settings, and the goal as a target of the link. */
import * as z from 'zod/mini';
import type { LinkTarget } from '../src/dynamics/inverse-kinematics.ts';
import { goalName, linkName, requireLink } from '../src/dynamics/settings.ts';
import { goalPart, type Goals, requireGoal } from '../src/robot/goal.ts';
import { field } from '../src/settings/fields.ts';
import type { ClassicalContext } from './controller.ts';

export const linkGoalSettings = {
  link: linkName,
  to: goalName,
  orientation: field(z._default(z.boolean(), false), {
    title: 'Orientation',
    description: 'brings the link to the rotation of the goal, too',
    touches: 'structure',
  }),
};

/** A link, the name of its goal, and whether the rotation of that counts. */
export interface LinkGoal {
  readonly link: string;
  readonly to: string;
  readonly orientation: boolean;
}

/** Refuses, by the names of their settings, a link or a goal that is not there, and one that says too little. */
export function requireLinkGoal({ link, to, orientation }: LinkGoal, { model, goals }: ClassicalContext): void {
  requireLink(model, link);
  requireGoal(goals, to, 'position');
  if (orientation) requireGoal(goals, to, 'rotation');
}

/** The goal as it is now. */
export const targetOf = (goals: Goals, { to, orientation }: LinkGoal): LinkTarget => ({
  position: goalPart(goals, to, 'position', [3]),
  ...(orientation && { rotation: goalPart(goals, to, 'rotation', [3, 3]) }),
});
