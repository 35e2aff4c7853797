/** @file Residual: the position of a link minus that of a goal, in the world. */
import { requireText } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../robot/model.ts';
import { spanOf } from '../../robot/span.ts';
import { kind } from '../../settings/kinds.ts';
import { formatLength } from '../../text/quantities.ts';
import { goalPart, type Goals, requireGoal } from '../goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName, linkName, requireLink } from './settings.ts';

/** p - p* [3], m. Where the link is `offset` away from what shall reach the goal, add a frame to the robot. */
export function linkPosition(link: string, to: string): Residual {
  requireText('link', link);
  requireText('to', to);
  return {
    name: 'distance',
    size: 3,
    unit: 'm',
    links: [link],
    evaluate: (seen, goals) => sub(seen.link(link).translation, goalPart(goals, to, 'position', [3])),
    read: norm,
  };
}

/** Says so where the goal is farther from the root than the stretched arm is long. */
function tooFar(model: RobotModel, link: string, to: string, goals: Goals): string | undefined {
  const distance = norm(goalPart(goals, to, 'position', [3])).item();
  const span = spanOf(model, findLink(model, link));
  if (!(distance > span)) return undefined;
  return `goal "${to}" is ${formatLength(distance)} from the root of the arm, and "${link}" can be ${formatLength(span)} away at most`;
}

export const linkPositionKind = kind({
  type: 'link-position',
  title: 'Distance',
  settings: { link: linkName, to: goalName },
  make({ link, to }, { model, goals }: ResidualContext) {
    requireLink(model, link);
    requireGoal(goals, to, 'position');
    return { ...linkPosition(link, to), isHopeless: (known: Goals) => tooFar(model, link, to, known) };
  },
});
