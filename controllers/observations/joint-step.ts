/** @file Sense: the step of the joints that would bring a link to its goal, by damped least squares. */
import * as z from 'zod/mini';
import { mul } from '../../src/core/ops/elementwise.ts';
import { reshape } from '../../src/core/ops/indexing.ts';
import { dampedStep, linkError, type LinkTarget, weightsOf } from '../../src/dynamics/inverse-kinematics.ts';
import { findLink } from '../../src/dynamics/forward-kinematics.ts';
import { goalName, linkName } from '../../src/dynamics/settings.ts';
import { goalPart, type Goals, requireGoal } from '../../src/robot/goal.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { field, positive } from '../../src/settings/fields.ts';
import { kind } from '../../src/settings/kinds.ts';
import { forEach, type Sense, type SenseContext } from './sense.ts';
import { unitField } from './settings.ts';

/** The goal's place, and how it is turned where it says so. */
const targetOf = (goals: Goals, to: string): LinkTarget => ({
  position: goalPart(goals, to, 'position', [3]),
  ...(Object.hasOwn(goals[to], 'rotation') && { rotation: goalPart(goals, to, 'rotation', [3, 3]) }),
});

/**
 * J' (J J' + damping^2)^-1 e [nv], rad (m), over `scale`: of the position alone, or of the pose where the goal has a rotation. A policy
 * that sees it need not learn the robot's geometry. It is smooth in singular postures, where it is short.
 */
export const jointStepKind = kind({
  type: 'joint-step',
  title: 'Joints to the goal',
  settings: {
    link: linkName,
    to: goalName,
    scale: unitField(0.5, 'rad'),
    damping: field(z._default(positive, 0.1), {
      title: 'Damping',
      description: 'joint motions that move the link by less per rad are hardly used',
      unit: 'm',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
  },
  make({ link, to, scale, damping }, { model, goals }: SenseContext): Sense {
    findLink(model, link);
    requireGoal(goals, to, 'position');
    const entries = independentJoints(model).map(({ name }) => `${name} to ${to}`);
    return {
      name: 'joint-step',
      entries,
      offset: forEach(entries, 0),
      scale: forEach(entries, 1 / scale),
      value: ({ q, goals: seen }) => {
        const target = targetOf(seen, to);
        const { error, J } = linkError(model, link, target, q);
        const weights = weightsOf(target);
        return dampedStep(mul(weights, error), mul(reshape(weights, [weights.size, 1]), J), damping * damping);
      },
    };
  },
});
