/** @file Joints and free bodies: where the bodies of a robot are, what joints read of them, and what forces of joints are on them. */
import type { Vector3 } from '../robot/model.ts';
import { compose, cross, dot, identityPose, length, minus, plus, rotate, times } from '../robot/pose.ts';
import type { MemberJoint } from './member-robot.ts';
import { angleAbout, conjugate, type Quaternion, quaternionOf, quaternionProduct, turned } from './rotations.ts';

/** Where a body is and how it moves, in world axes. */
export interface BodyState {
  /** Of its frame's origin, m. */
  readonly position: Vector3;
  readonly rotation: Quaternion;
  /** m. */
  readonly centerOfMass: Vector3;
  /** rad/s. */
  readonly angular: Vector3;
  /** Of its centre of mass, m/s. */
  readonly linear: Vector3;
}

const zero: Vector3 = [0, 0, 0];

/** What carries the joints that have no parent body. */
const world: BodyState = {
  position: zero,
  rotation: { x: 0, y: 0, z: 0, w: 1 },
  centerOfMass: zero,
  angular: zero,
  linear: zero,
};

const parentOf = ({ parent }: MemberJoint, states: readonly BodyState[]): BodyState =>
  parent < 0 ? world : states[parent];

/** Velocity of a point that moves with a body. */
const velocityAt = ({ angular, linear, centerOfMass }: BodyState, point: Vector3): Vector3 =>
  plus(linear, cross(angular, minus(point, centerOfMass)));

/** Numbers of a joint by its index in q and v. */
type OfJoint = (index: number) => number;

/** All bodies of a robot in a configuration, its joints moving: v of a body is its parent's at the place, and the joint's. */
export function bodyStates(joints: readonly MemberJoint[], q: OfJoint, v: OfJoint): BodyState[] {
  const poses = joints.map(() => identityPose);
  const states: BodyState[] = [];
  joints.forEach((joint, i) => {
    const parent = parentOf(joint, states);
    const at = joint.parent < 0 ? joint.placement : compose(poses[joint.parent], joint.placement);
    const pose = compose(at, joint.poseAt(q(joint.index)));
    const own = (direction: Vector3): Vector3 => times(v(joint.index), rotate(pose.rotation, direction));
    const angular = plus(parent.angular, own(joint.angular));
    const lever = rotate(pose.rotation, joint.inertia.centerOfMass);
    const origin = plus(velocityAt(parent, pose.translation), own(joint.linear));
    poses[i] = pose;
    states.push({
      position: pose.translation,
      rotation: quaternionOf(pose.rotation),
      centerOfMass: plus(pose.translation, lever),
      angular,
      linear: plus(origin, cross(angular, lever)),
    });
  });
  return states;
}

/** A joint between two bodies that are where they are: its frame, and how the child lies and moves in it. */
function between(joint: MemberJoint, states: readonly BodyState[], i: number) {
  const [parent, child] = [parentOf(joint, states), states[i]];
  const frame = quaternionProduct(parent.rotation, joint.turn);
  const origin = plus(parent.position, turned(parent.rotation, joint.placement.translation));
  return { parent, child, frame, apart: minus(child.position, origin) };
}

/** Coordinate of joint i, an angle within half a turn, and its velocity, along the joint's axis in the parent. */
export function jointState(
  joints: readonly MemberJoint[],
  states: readonly BodyState[],
  i: number,
): { readonly q: number; readonly v: number } {
  const joint = joints[i];
  const { parent, child, frame, apart } = between(joint, states, i);
  const [about, along] = [turned(frame, joint.angular), turned(frame, joint.linear)];
  const slide = minus(velocityAt(child, child.position), velocityAt(parent, child.position));
  const relative = quaternionProduct(conjugate(frame), child.rotation);
  return {
    q: angleAbout(joint.angular, relative) + dot(along, apart),
    v: dot(about, minus(child.angular, parent.angular)) + dot(along, slide),
  };
}

/** What bodies feel in world axes: a force at the centre of mass, N, and a torque, N m. */
export interface Wrenches {
  readonly forces: readonly Vector3[];
  readonly torques: readonly Vector3[];
}

/**
 * Forces of the joints (N m, N) as what each body feels: that of its own joint, and the opposite of those that it carries. Both forces
 * of a sliding pair act along one line, that through the child's centre of mass, so that nothing turns by them.
 */
export function jointWrenches(joints: readonly MemberJoint[], states: readonly BodyState[], tau: OfJoint): Wrenches {
  const [forces, torques] = [joints.map(() => zero), joints.map(() => zero)];
  joints.forEach(({ parent, index, angular, linear }, i) => {
    const { rotation, centerOfMass } = states[i];
    const given = (direction: Vector3): Vector3 => times(tau(index), turned(rotation, direction));
    const [force, torque] = [given(linear), given(angular)];
    forces[i] = plus(forces[i], force);
    torques[i] = plus(torques[i], torque);
    if (parent < 0) return;
    const lever = minus(centerOfMass, states[parent].centerOfMass);
    forces[parent] = minus(forces[parent], force);
    torques[parent] = minus(torques[parent], plus(torque, cross(lever, force)));
  });
  return { forces, torques };
}

/** How far joints have come apart. */
export interface JointDrift {
  /** Largest distance of a body from where its joint would have it, m. */
  readonly gap: number;
  /** Largest angle of a body against its joint, as its sine. */
  readonly tilt: number;
}

/** Of bodies that joints hold together more or less. */
export function jointDrift(joints: readonly MemberJoint[], states: readonly BodyState[]): JointDrift {
  let [gap, tilt] = [0, 0];
  joints.forEach((joint, i) => {
    const { child, frame, apart } = between(joint, states, i);
    const along = turned(frame, joint.linear);
    gap = Math.max(gap, length(minus(apart, times(dot(along, apart), along))));
    const turn = quaternionProduct(conjugate(frame), child.rotation);
    const left: Vector3 = [turn.x, turn.y, turn.z];
    tilt = Math.max(tilt, 2 * length(minus(left, times(dot(joint.angular, left), joint.angular))));
  });
  return { gap, tilt };
}
