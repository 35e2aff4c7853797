/** @file Sense: how fast the joints move. */
import { independentJoints } from '../../src/robot/independent-joints.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { requireModel } from '../../src/robot/require-model.ts';
import { kind } from '../../src/settings/kinds.ts';
import type { Sense, SenseContext } from './sense.ts';

/** Seen as 1 at most, rad/s (m/s): arms are slower than what many files allow. */
const usualVelocity = 2;

/** v [nv], over the velocity limit of each joint, or 2 rad/s (m/s) where that is less. */
export function jointVelocitySense(model: RobotModel): Sense {
  requireModel(model);
  const joints = independentJoints(model);
  return {
    name: 'joint-velocity',
    entries: joints.map(({ name }) => name),
    offset: joints.map(() => 0),
    scale: joints.map(
      ({ limits: { velocity } }) => 1 / (velocity > 0 ? Math.min(velocity, usualVelocity) : usualVelocity),
    ),
    value: ({ v }) => v,
  };
}

export const jointVelocitySenseKind = kind({
  type: 'joint-velocity',
  title: 'Joint velocities',
  settings: {},
  make: (_, { model }: SenseContext) => jointVelocitySense(model),
});
