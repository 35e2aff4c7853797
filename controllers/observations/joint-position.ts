/** @file Sense: where the joints are, within their limits; a joint that turns without end by its sine and cosine. */
import { at, stack } from '../../src/core/ops/indexing.ts';
import { cos, sin } from '../../src/core/ops/trigonometric.ts';
import type { Joint, RobotModel } from '../../src/robot/model.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { kind } from '../../src/settings/kinds.ts';
import { requireModel } from '../../src/robot/require-model.ts';
import type { Sense, SenseContext } from './sense.ts';

/** Half of the way that a joint has where it has no limits: half a turn, rad (m). */
const halfWithout = Math.PI;

const hasLimits = ({ limits: { lower, upper } }: Joint): boolean => Number.isFinite(lower) && Number.isFinite(upper);
const middleOf = (joint: Joint): number => (hasLimits(joint) ? (joint.limits.lower + joint.limits.upper) / 2 : 0);
const halfOf = (joint: Joint): number => {
  const half = hasLimits(joint) ? (joint.limits.upper - joint.limits.lower) / 2 : halfWithout;
  return half > 0 ? half : 1;
};

/** One entry: a function of a joint's coordinate. */
interface Entry {
  readonly name: string;
  readonly joint: Joint;
  readonly of?: typeof sin;
  readonly offset: number;
  readonly scale: number;
}

/** q, -1 at the lower and 1 at the upper limit; of continuous joints sin q and cos q. */
export function jointPositionSense(model: RobotModel): Sense {
  requireModel(model);
  const parts = independentJoints(model).flatMap((joint): Entry[] =>
    joint.type === 'continuous'
      ? [
          { name: `sine ${joint.name}`, joint, of: sin, offset: 0, scale: 1 },
          { name: `cosine ${joint.name}`, joint, of: cos, offset: 0, scale: 1 },
        ]
      : [{ name: joint.name, joint, offset: middleOf(joint), scale: 1 / halfOf(joint) }],
  );
  return {
    name: 'joint-position',
    entries: parts.map(({ name }) => name),
    offset: parts.map(({ offset }) => offset),
    scale: parts.map(({ scale }) => scale),
    value: ({ q }) =>
      stack(
        parts.map(({ joint, of }) => {
          const own = at(q, joint.qIndex);
          return of ? of(own) : own;
        }),
      ),
  };
}

export const jointPositionSenseKind = kind({
  type: 'joint-position',
  title: 'Joint positions',
  settings: {},
  make: (_, { model }: SenseContext) => jointPositionSense(model),
});
