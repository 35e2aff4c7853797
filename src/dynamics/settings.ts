/** @file Settings that residuals and controllers share: a link of the robot, the name of a goal. */
import * as z from 'zod/mini';
import { ArgumentError } from '../errors.ts';
import { findLink } from './forward-kinematics.ts';
import type { RobotModel } from '../robot/model.ts';
import { field } from '../settings/fields.ts';

export const linkName = field(z.string().check(z.minLength(1)), {
  title: 'Link',
  description: 'link of the robot whose frame is read',
  touches: 'structure',
  startsAgain: true,
  names: 'links',
  isAdvanced: true,
});

export const goalName = field(z.string().check(z.minLength(1)), {
  title: 'Goal',
  description: 'name of the goal that the link shall come to',
  touches: 'structure',
  names: 'goals',
  isAdvanced: true,
});

/** Refuses a link that the robot has not; an ArgumentError of the setting `link`. */
export function requireLink(model: RobotModel, link: string): void {
  findLink(model, link);
}

/** Bodies of these links, each once; a link that does not move is refused. */
export function bodiesOf(model: RobotModel, links: readonly string[] | undefined): number[] {
  if (!links) return model.bodies.map((_, i) => i);
  const bodies = links.map((name) => bodyOf(model, name));
  return [...new Set(bodies)];
}

/** The body of a link; one that does not move is refused. */
export function bodyOf(model: RobotModel, name: string): number {
  const { body } = findLink(model, name);
  if (body < 0) throw new ArgumentError('link', `"${name}", which does not move`, 'a link that moves');
  return body;
}
