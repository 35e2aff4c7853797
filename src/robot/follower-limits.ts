/** @file What its followers allow an independent joint: limits of position and velocity, carried back through their maps. */
import type { ResolvedJoint } from './description.ts';
import type { Findings } from './findings.ts';
import type { JointLimits } from './model.ts';

type Range = Pick<JointLimits, 'lower' | 'upper'>;

/** Positions of the followed joint at which the follower is within its limits: lower <= multiplier q + offset <= upper. */
export function impliedRange({ limits, mimic }: ResolvedJoint): Range {
  const { multiplier, offset } = mimic!;
  const [a, b] = [limits.lower, limits.upper].map((bound) => (bound - offset) / multiplier + 0);
  return multiplier > 0 ? { lower: a, upper: b } : { lower: b, upper: a };
}

/** Speed of the followed joint at which the follower has reached its own. */
export const impliedVelocity = ({ limits, mimic }: ResolvedJoint): number =>
  limits.velocity / Math.abs(mimic!.multiplier);

/** Whether the follower is where it was after a full turn of the followed joint. */
const isPeriodic = ({ type, mimic }: ResolvedJoint): boolean =>
  type !== 'prismatic' && Number.isInteger(mimic!.multiplier);

/**
 * The joint within what its followers allow; their efforts are none of its drive's. A continuous joint that a follower gives
 * an end, or whose turns a follower counts, is a revolute one: a full turn does not lead back.
 */
export function boundedByFollowers(
  joint: ResolvedJoint,
  followers: readonly ResolvedJoint[],
  findings: Findings,
): ResolvedJoint {
  let { limits } = joint;
  for (const follower of followers) limits = narrowed(joint, limits, follower, findings);
  const hasEnd = limits.lower > -Infinity || limits.upper < Infinity;
  const turns = joint.type === 'continuous' && !hasEnd && followers.every(isPeriodic);
  return { ...joint, limits, type: joint.type === 'continuous' && !turns ? 'revolute' : joint.type };
}

function narrowed(joint: ResolvedJoint, limits: JointLimits, follower: ResolvedJoint, findings: Findings): JointLimits {
  const implied = impliedRange(follower);
  const range = { lower: Math.max(limits.lower, implied.lower), upper: Math.min(limits.upper, implied.upper) };
  const velocity = Math.min(limits.velocity, impliedVelocity(follower));
  // one point is as good as nothing where the joint itself can move
  const isEmpty = range.lower > range.upper || (range.lower === range.upper && limits.lower < limits.upper);
  const isStuck = velocity === 0 && limits.velocity > 0;
  const warn = (what: string, found: string): void =>
    findings.summary(
      'U039',
      follower,
      follower.path,
      `its ${what} would lock the joint that it follows: not taken over`,
      {
        found: `"${follower.name}" allows "${joint.name}" ${found}`,
        remedy: 'check the limits, multipliers and offsets of both',
      },
    );
  if (isEmpty)
    warn('limits', `${implied.lower} to ${implied.upper}, whose own limits are ${limits.lower} to ${limits.upper}`);
  if (isStuck) warn('velocity limit', `a velocity of 0, whose own limit is ${limits.velocity}`);
  return { ...limits, ...(!isEmpty && range), ...(!isStuck && { velocity }) };
}
