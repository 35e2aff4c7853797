/** @file Joints that follow others: every chain as one affine map of an independent joint, however the file orders them. */
import { didYouMean } from '../text/did-you-mean.ts';
import type { JointDescription, ResolvedJoint } from './description.ts';
import type { Findings } from './findings.ts';
import { boundedByFollowers } from './follower-limits.ts';
import { jointPose } from './joints/joint-pose.ts';
import { compose } from './pose.ts';
import { byWelding } from './remedies.ts';

/** The coordinate of a joint: multiplier * (that of `of`) + offset; a constant where `of` is null. */
interface Course {
  readonly of: JointDescription | null;
  readonly multiplier: number;
  readonly offset: number;
  /** Set where the chain is broken, which is reported at one place. */
  readonly isBroken?: boolean;
}

type Joints = ReadonlyMap<string, JointDescription>;

const standing = (offset: number): Course => ({ of: null, multiplier: 0, offset });
const broken: Course = { ...standing(0), isBroken: true };

/** Of a joint that follows none. */
const ownCourse = (joint: JointDescription): Course =>
  joint.type === 'fixed' || joint.isWelded ? standing(0) : { of: joint, multiplier: 1, offset: 0 };

/** Joints with their chains resolved: what follows something that does not move is fixed where that puts it, as welded joints are. `unread`: names of joints that could not be read. */
export function resolveMimics(
  joints: Joints,
  unread: ReadonlySet<string>,
  findings: Findings,
): Map<string, ResolvedJoint> {
  const courses = new Map<string, Course>();
  const followers = new Map<string, ResolvedJoint[]>();
  const resolved = new Map<string, ResolvedJoint>();
  for (const joint of joints.values()) {
    addCourse(joint, joints, unread, courses, findings);
    const { of, multiplier, offset, isBroken } = courses.get(joint.name)!;
    if (of === null) {
      if (!isBroken) warnOfStanding(joint, offset, findings);
      resolved.set(joint.name, { ...joint, type: 'fixed', origin: originAt(joint, offset) });
    } else if (of === joint) resolved.set(joint.name, joint);
    else {
      const follower = { ...joint, mimic: { joint: of.name, multiplier, offset } };
      resolved.set(joint.name, follower);
      const all = followers.get(of.name);
      if (all) all.push(follower);
      else followers.set(of.name, [follower]);
    }
  }
  for (const [name, all] of followers) resolved.set(name, boundedByFollowers(resolved.get(name)!, all, findings));
  return resolved;
}

/** Finds the course of a joint and of all that it follows. */
function addCourse(
  joint: JointDescription,
  joints: Joints,
  unread: ReadonlySet<string>,
  courses: Map<string, Course>,
  findings: Findings,
): void {
  const chain = new Set<JointDescription>();
  let next: JointDescription | undefined = joint;
  while (next?.follows && !courses.has(next.name) && !chain.has(next)) {
    chain.add(next);
    next = joints.get(next.follows.joint);
  }
  const members = [...chain];
  if (next && chain.has(next)) {
    breakCycle(members.slice(members.indexOf(next)), courses, findings);
    addCourse(joint, joints, unread, courses, findings);
    return;
  }
  let course = next
    ? (courses.get(next.name) ?? ownCourse(next))
    : ofUnknown(members.at(-1)!, joints, unread, findings);
  if (next) courses.set(next.name, course);
  for (const member of members.reverse()) {
    course = following(member, course, findings);
    courses.set(member.name, course);
  }
}

/** A welded joint stands where what it follows puts it while all independent joints are at 0. */
function following(joint: JointDescription, followed: Course, findings: Findings): Course {
  if (followed.isBroken) return followed;
  const { multiplier: factor, offset: shift, at } = joint.follows!;
  const [multiplier, offset] = [factor * followed.multiplier, factor * followed.offset + shift];
  if (!Number.isFinite(multiplier) || !Number.isFinite(offset)) {
    findings.error('U036', at, joint.path, 'the chain of joints that it follows overflows', {
      found: `multiplier ${multiplier}, offset ${offset}`,
      expected: 'finite numbers',
    });
    return broken;
  }
  return joint.isWelded || multiplier === 0 ? standing(offset) : { of: followed.of, multiplier, offset };
}

/** Names that a finding lists. */
const namesListed = 8;

/** A cycle has no course. A welded member breaks it, as if what it follows stood at 0. */
function breakCycle(members: readonly JointDescription[], courses: Map<string, Course>, findings: Findings): void {
  const welded = members.find(({ isWelded }) => isWelded);
  const [first] = members;
  if (welded) courses.set(welded.name, standing(welded.follows!.offset));
  else courses.set(first.name, broken);
  if (welded) return;
  const names = members.slice(0, namesListed).map(({ name }) => name);
  const rest = members.length > namesListed ? ['…'] : [];
  const lines = members.slice(0, namesListed).map(({ follows }) => follows!.at.line);
  const listed = [...names, ...rest, first.name].join(' -> ');
  findings.error('U027', first.follows!.at, first.path, `mimic cycle: ${listed}`, {
    found: `lines ${lines.join(', ')}`,
    expected: 'a joint at the end that follows none',
    remedy: `remove one <mimic>, or let one stand still: ${byWelding([first.name])}`,
    offers: [{ weld: [first.name] }],
  });
}

/** Of a joint that is not there, which is reported by the one that shall follow it; of one that could not be read it is already. */
function ofUnknown(joint: JointDescription, joints: Joints, unread: ReadonlySet<string>, findings: Findings): Course {
  const { joint: followed, at } = joint.follows!;
  if (unread.has(followed)) return broken;
  const details = { found: followed, remedy: didYouMean(followed, joints.keys(), 'name an existing joint') };
  const problem = `mimicked joint "${followed}" does not exist`;
  if (joint.isWelded) findings.warning('U027', at, joint.path, `${problem}: welded as if it stood at 0`, details);
  else findings.error('U027', at, joint.path, problem, details);
  return joint.isWelded ? standing(0) : broken;
}

/** Says of a joint that could move why it does not, or that it is welded where it cannot be. */
function warnOfStanding(joint: JointDescription, offset: number, findings: Findings): void {
  const { follows, limits, path } = joint;
  if (joint.type === 'fixed') return;
  if (joint.isWelded) {
    // limits that exclude each other are not judged
    if (limits.lower <= limits.upper && (offset < limits.lower || offset > limits.upper))
      findings.warning('U039', joint, path, `welded at ${offset}, outside of its limits`, {
        found: `lower ${limits.lower}, upper ${limits.upper}`,
      });
    return;
  }
  const why = follows!.multiplier === 0 ? 'multiplier is 0' : `"${follows!.joint}" does not move`;
  findings.warning('U027', follows!.at, path, `${why}: the joint that follows is fixed at ${offset}`, {
    found: joint.name,
    remedy: `if that is meant, ${byWelding([joint.name])}`,
  });
}

function originAt({ type, origin, axis }: JointDescription, offset: number): JointDescription['origin'] {
  return type === 'fixed' || offset === 0 ? origin : compose(origin, jointPose(type, axis, offset));
}
