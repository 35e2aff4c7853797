/** @file Sense: what turns a link to its goal, in the axes of the robot's base. */
import { sub } from '../../src/core/ops/arithmetic.ts';
import { findLink, linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { goalName, linkName } from '../../src/dynamics/settings.ts';
import { goalPart, requireGoal } from '../../src/robot/goal.ts';
import { kind } from '../../src/settings/kinds.ts';
import { columnNames, twoColumns } from './goal.ts';
import { forEach, type Sense, type SenseContext } from './sense.ts';
import { unitField } from './settings.ts';

/** R* - R by the first two columns [6]: 0 where the link is turned as its goal is, and smooth everywhere. */
export const orientationErrorKind = kind({
  type: 'orientation-error',
  title: 'Turn to the goal',
  settings: { link: linkName, to: goalName, scale: unitField(0.5, '') },
  make({ link, to, scale }, { model, goals }: SenseContext): Sense {
    findLink(model, link);
    requireGoal(goals, to, 'rotation');
    const entries = columnNames(`${link} to ${to}`);
    return {
      name: 'orientation-error',
      entries,
      offset: forEach(entries, 0),
      scale: forEach(entries, 1 / scale),
      value: ({ q, goals: seen }) =>
        sub(twoColumns(goalPart(seen, to, 'rotation', [3, 3])), twoColumns(linkPose(model, q, link).rotation)),
    };
  },
});
