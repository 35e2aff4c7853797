/** @file Settings that residuals and controllers share: a link of the robot, the name of a goal, what is kept clear of what. */
import * as z from 'zod/mini';
import { ArgumentError } from '../errors.ts';
import { findLink } from './forward-kinematics.ts';
import type { RobotModel } from '../robot/model.ts';
import { usualRadius } from '../robot/link-capsules.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { field, positive } from '../settings/fields.ts';

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

/** What is kept clear of what. */
export const clearanceFields = {
  links: field(z.optional(z.array(z.string()).check(z.minLength(1))), {
    title: 'Links',
    description: 'links whose bodies are kept clear; all that move where it is absent',
    touches: 'structure',
    names: 'links',
    isAdvanced: true,
  }),
  to: field(z.optional(z.array(z.string()).check(z.minLength(1))), {
    title: 'Obstacles',
    description: 'names of the obstacles; all where it is absent',
    touches: 'structure',
    names: 'goals',
    isAdvanced: true,
  }),
  radius: field(z._default(positive, usualRadius), {
    title: 'Radius',
    description: 'of links whose shapes are meshes or none',
    unit: 'm',
    touches: 'structure',
    isAdvanced: true,
  }),
};

/** Refuses a link that the robot has not; an ArgumentError of the setting `link`. */
export function requireLink(model: RobotModel, link: string): void {
  findLink(model, link);
}

/** Bodies of these links, each once; a link that does not move is refused. */
export function bodiesOf(model: RobotModel, links: readonly string[] | undefined): number[] {
  if (!links) return model.bodies.map((_, i) => i);
  const bodies = links.map((name, i) => bodyOf(model, name, `links[${i}]`));
  return [...new Set(bodies)];
}

/** What links are taken for. */
export const aroundField = field(z.optional(z.enum(['collisions', 'visuals'])), {
  title: 'Capsules around',
  description:
    'collision shapes, which is the default, or what is seen of the links: nearer to what they are, by about twice as many capsules',
  touches: 'structure',
  isAdvanced: true,
});

/** The body of a link; one that does not move, or that is none, is refused by the name of its setting. */
export function bodyOf(model: RobotModel, name: string, setting = 'link'): number {
  const names = model.links.map((link) => link.name);
  const found = model.links.find((link) => link.name === name);
  if (!found)
    throw new ArgumentError(
      setting,
      `"${name}"`,
      `a link of robot "${model.name}"`,
      didYouMean(name, names, `use one of ${names.join(', ')}`),
    );
  if (found.body < 0) throw new ArgumentError(setting, `"${name}", which does not move`, 'a link that moves');
  return found.body;
}

export const linksField = field(z.optional(z.array(z.string()).check(z.minLength(1))), {
  title: 'Links',
  description: 'links that are meant; all that move where it is absent',
  touches: 'structure',
  names: 'links',
  isAdvanced: true,
});

export const jointsField = field(z.optional(z.array(z.string()).check(z.minLength(1))), {
  title: 'Joints',
  description: 'joints that are meant; all where it is absent',
  touches: 'structure',
  isAdvanced: true,
});

/** Positions of these joints, each once; a name that is none is refused. */
export function jointsOf(model: RobotModel, joints: readonly string[] | undefined): number[] {
  const names = model.joints.map(({ name }) => name);
  if (!joints) return names.map((_, i) => i);
  const found = joints.map((name, i) => {
    const place = names.indexOf(name);
    if (place < 0)
      throw new ArgumentError(
        `joints[${i}]`,
        `"${name}"`,
        `a moving joint of robot "${model.name}"`,
        didYouMean(name, names, `use one of ${names.join(', ')}`),
      );
    return place;
  });
  return [...new Set(found)];
}
