/** @file Residual: the position of a link minus that of a goal, in the world. */
import { sub } from '../../core/ops/arithmetic.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { kind } from '../../settings/kinds.ts';
import { goalPart, requireGoal } from '../goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName, linkName, requireLink } from './settings.ts';

/** p - p* [3], m. Where the link is `offset` away from what shall reach the goal, add a frame to the robot. */
export function linkPosition(link: string, to: string): Residual {
  return {
    name: 'distance',
    size: 3,
    unit: 'm',
    links: [link],
    evaluate: (seen, goals) => sub(seen.link(link).translation, goalPart(goals, to, 'position', [3])),
    read: norm,
  };
}

export const linkPositionKind = kind({
  type: 'link-position',
  title: 'Distance',
  settings: { link: linkName, to: goalName },
  make({ link, to }, { model, goals }: ResidualContext) {
    requireLink(model, link);
    requireGoal(goals, to, 'position');
    return linkPosition(link, to);
  },
});
