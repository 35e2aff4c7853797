/** @file Senses: how far a link is from its goal, in the axes of the robot's base, and what adds up of that. */
import * as z from 'zod/mini';
import { div, sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, zeros } from '../../src/core/population-tensor.ts';
import { findLink, linkPose } from '../../src/dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { goalName, linkName } from '../../src/dynamics/settings.ts';
import { goalPart, requireGoal } from '../../src/robot/goal.ts';
import { field, positive } from '../../src/settings/fields.ts';
import { kind } from '../../src/settings/kinds.ts';
import { forEach, type Sense, type SenseContext, type Sight } from './sense.ts';
import { unitField } from './settings.ts';

const axes = ['x', 'y', 'z'];

const errorOf =
  (model: RobotModel, link: string, to: string) =>
  (sight: Sight): PopulationTensor =>
    sub(goalPart(sight.goals, to, 'position', [3]), linkPose(model, sight.q, link).translation);

/** p* - p [3], m, over `scale`. */
export function goalErrorSense(model: RobotModel, link: string, to: string, scale: number): Sense {
  findLink(model, link);
  return {
    name: 'goal-error',
    entries: axes.map((axis) => `${link} to ${to} ${axis}`),
    offset: forEach(axes, 0),
    scale: forEach(axes, 1 / scale),
    value: errorOf(model, link, to),
  };
}

export const goalErrorKind = kind({
  type: 'goal-error',
  title: 'Way to the goal',
  settings: { link: linkName, to: goalName, scale: unitField(0.2, 'm') },
  make({ link, to, scale }, { model, goals }: SenseContext) {
    requireGoal(goals, to, 'position');
    return goalErrorSense(model, link, to, scale);
  },
});

/**
 * What adds up of the error as soon as the link is near: s' = s + period e / (1 + |e|^2 / near^2), m s. A policy that sees it can hold
 * against a load that it does not know of.
 */
export function goalErrorSumSense(
  model: RobotModel,
  link: string,
  to: string,
  { scale, near }: { readonly scale: number; readonly near: number },
): Sense {
  const error = goalErrorSense(model, link, to, scale);
  return {
    ...error,
    name: 'goal-error-sum',
    value: (_, memory) => memory ?? zeros([3]),
    memory: zeros([3]),
    remember: (sight, memory, period) => {
      const e = errorOf(model, link, to)(sight);
      const distance = mul(e, 1 / near);
      return add(memory, div(mul(period, e), add(1, dotItself(distance))));
    },
  };
}

const dotItself = (x: PopulationTensor): PopulationTensor => sum(mul(x, x));

export const goalErrorSumKind = kind({
  type: 'goal-error-sum',
  title: 'Sum of the way to the goal',
  settings: {
    link: linkName,
    to: goalName,
    scale: unitField(0.02, 'm s'),
    near: field(z._default(positive, 0.03), {
      title: 'Near',
      description: 'distance beyond which the error hardly adds up',
      unit: 'm',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
  },
  make({ link, to, scale, near }, { model, goals }: SenseContext) {
    requireGoal(goals, to, 'position');
    return goalErrorSumSense(model, link, to, { scale, near });
  },
});
