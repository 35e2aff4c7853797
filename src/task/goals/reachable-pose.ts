/** @file Goal: poses of a link in random configurations within the limits, so that each can be reached. */
import * as z from 'zod/mini';
import { sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { linkPose } from '../../dynamics/forward-kinematics.ts';
import { linkName, requireLink } from '../../dynamics/settings.ts';
import { ArgumentError } from '../../errors.ts';
import { type Goal, type GoalContext, SampledGoal } from '../../robot/goal.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { field, finite, perJoint, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';

/** How far from its limits a joint of a goal is, as a part of its range. */
const margin = 0.05;

/** Ends of the configurations that are drawn: around `q` by `spread`, but within the limits and their margin. */
function rangesAround(
  model: RobotModel,
  q: readonly number[],
  spread: readonly number[],
): { readonly lower: number[]; readonly upper: number[] } {
  const ends = independentJoints(model).map(({ limits: { lower, upper } }, i) => {
    const inside = Number.isFinite(upper - lower) ? margin * (upper - lower) : 0;
    // all of it lies at a limit where the configuration is beyond that by more than the spread
    const within = (end: number): number => Math.min(Math.max(end, lower + inside), upper - inside);
    return { low: within(q[i] - spread[i]), high: within(q[i] + spread[i]) };
  });
  return { lower: ends.map(({ low }) => low), upper: ends.map(({ high }) => high) };
}

/** Poses of `link` where each joint is drawn between two ends, uniformly. */
const posesOf =
  (model: RobotModel, link: string, { lower, upper }: ReturnType<typeof rangesAround>) =>
  (uniform: PopulationTensor): Goal => {
    const low = tensor(lower);
    const pose = linkPose(model, add(low, mul(sub(tensor(upper), low), uniform)), link);
    return { position: pose.translation, rotation: pose.rotation };
  };

export const reachablePoseKind = kind({
  type: 'reachable-pose',
  title: 'Poses that can be reached',
  settings: {
    link: linkName,
    q: field(z.array(finite), {
      title: 'Around',
      description: 'configuration that the goals lie around, one number a joint',
      unit: 'rad',
      touches: 'input',
      perJoint: true,
      isAdvanced: true,
    }),
    spread: field(perJoint(positive), {
      title: 'Spread',
      description: 'how far each joint may be away from it, for all joints or one each',
      unit: 'rad',
      touches: 'input',
      perJoint: true,
      isAdvanced: true,
    }),
  },
  make({ link, q, spread }, { model }: GoalContext) {
    requireLink(model, link);
    const each = typeof spread === 'number' ? q.map(() => spread) : spread;
    for (const [name, list] of Object.entries({ q, spread: each }))
      if (list.length !== model.nq)
        throw new ArgumentError(name, `${list.length} numbers`, `${model.nq} numbers, one a joint`);
    const { translation, rotation } = linkPose(model, tensor(q), link);
    return new SampledGoal({
      usual: { position: translation, rotation },
      numbers: model.nq,
      sample: posesOf(model, link, rangesAround(model, q, each)),
    });
  },
});
