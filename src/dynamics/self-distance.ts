/** @file How deep parts of a robot are in one another: pairs of capsules of bodies that no joint joins. */
import { sub } from '../core/ops/arithmetic.ts';
import { stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import {
  baseCapsules,
  type CapsulesAround,
  type LinkCapsule,
  linkCapsules,
  usualRadius,
} from '../robot/link-capsules.ts';
import type { RobotModel } from '../robot/model.ts';
import { Transform } from '../spatial/transform.ts';
import { forwardKinematics } from './forward-kinematics.ts';
import { middleOf } from './inverse-kinematics.ts';
import { distanceBetweenSegments, type Segment } from './segments.ts';

/** Two capsules that shall not touch. */
export type SelfPair = readonly [LinkCapsule, LinkCapsule];

/** Pairs of a robot. */
export interface SelfPairs {
  readonly pairs: readonly SelfPair[];
  /** Those that are within one another in the middle of the joints' ranges: how the robot is built, or how its capsules are. */
  readonly leftOut: readonly SelfPair[];
}

/**
 * Pairs of capsules of bodies that no joint joins, those of links that do not move among them; in the order of the bodies. Those that
 * overlap where all joints are in the middle of their ranges are left out. Throws an ArgumentError for a robot that has no pair.
 */
export function selfPairs(model: RobotModel, radius = usualRadius, around?: CapsulesAround): SelfPairs {
  const capsules = [...baseCapsules(model), ...linkCapsules(model, radius, around)];
  const isJoined = (a: number, b: number): boolean =>
    a === b || model.joints.some(({ parent }, body) => (body === a && parent === b) || (body === b && parent === a));
  const all = capsules.flatMap((first, i) =>
    capsules.slice(i + 1).flatMap((second) => (isJoined(first.body, second.body) ? [] : [[first, second] as const])),
  );
  const poses = forwardKinematics(model, middleOf(model));
  const depths = all.length > 0 ? (selfDepths(all, (body) => poses[body]).toArray() as number[]) : [];
  const pairs = all.filter((_, i) => depths[i] < 0);
  if (pairs.length > 0) return { pairs, leftOut: all.filter((_, i) => depths[i] >= 0) };
  throw new ArgumentError('model', `robot "${model.name}"`, 'bodies that are no neighbours, which could touch');
}

/** How deep the capsules of each pair are in one another, [pairs], m: minus their distance where they do not touch. */
export function selfDepths(pairs: readonly SelfPair[], poseOf: (body: number) => Transform): PopulationTensor {
  const segments = new Map<LinkCapsule, Segment>();
  const segmentOf = (capsule: LinkCapsule): Segment => {
    const known = segments.get(capsule);
    if (known) return known;
    const pose = capsule.body < 0 ? Transform.identity() : poseOf(capsule.body);
    const [a, b] = capsule.ends.map((end) => pose.applyToPoint(tensor([...end])));
    segments.set(capsule, [a, b]);
    return [a, b];
  };
  return stack(
    pairs.map(([first, second]) =>
      sub(first.radius + second.radius, distanceBetweenSegments(segmentOf(first), segmentOf(second))),
    ),
  );
}
