/** @file Residual: the position of a link minus that of a goal, in the world. */
import { requireText } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import { type Chain, chainTo, distanceFrom } from '../../robot/link-range.ts';
import { kind } from '../../settings/kinds.ts';
import { formatLength } from '../../text/quantities.ts';
import { goalPart, type Goals, requireGoal } from '../../robot/goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName, linkName, requireLink } from '../../dynamics/settings.ts';

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

/** Goals are written to the millimetre: what is less is rounding, m. */
const leastGap = 5e-4;

/** Says so where the goal is outside of all that the joints on the way to the link allow. */
function tooFar(chain: Chain, link: string, to: string, goals: Goals): string | undefined {
  const [x, y, z] = goalPart(goals, to, 'position', [3]).toArray();
  const { gap, span } = distanceFrom(chain, [x, y, z]);
  if (!(gap > leastGap)) return undefined;
  return span === undefined
    ? `goal "${to}" is ${formatLength(gap)} away from all that "${link}" can come to`
    : `goal "${to}" is ${formatLength(gap)} beyond the arm's reach of ${formatLength(span)}, by "${link}"`;
}

export const linkPositionKind = kind({
  type: 'link-position',
  title: 'Distance',
  settings: { link: linkName, to: goalName },
  make({ link, to }, { model, goals }: ResidualContext) {
    requireLink(model, link);
    requireGoal(goals, to, 'position');
    const chain = chainTo(model, findLink(model, link));
    return { ...linkPosition(link, to), isHopeless: (known: Goals) => tooFar(chain, link, to, known) };
  },
});
