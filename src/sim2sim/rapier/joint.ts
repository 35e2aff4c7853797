/** @file Bodies and joints of Rapier as a robot has them. */
import type { RigidBody, UnitImpulseJoint, World } from '@dimforge/rapier3d-compat';
import type { Joint, LinkInertia, Matrix3, Vector3 } from '../../robot/model.ts';
import { cross, dot, times } from '../../robot/pose.ts';
import type { MemberJoint } from '../member-robot.ts';
import { type Quaternion, quaternionOf, quaternionProduct } from '../rotations.ts';
import type { Rapier } from './load.ts';
import { massProperties } from './mass-properties.ts';

export const xyz = ([x, y, z]: Vector3): { x: number; y: number; z: number } => ({ x, y, z });

/** A body without a shape: nothing touches it, and its mass is what is said of it. */
export function addBody({ RigidBodyDesc }: Rapier, world: World, inertia: LinkInertia): RigidBody {
  const { mass, centerOfMass, moments, axes } = massProperties(inertia);
  const description = RigidBodyDesc.dynamic()
    .setAdditionalMassProperties(mass, xyz(centerOfMass), xyz(moments), axes)
    // a still arm would look perfect
    .setCanSleep(false);
  return world.createRigidBody(description);
}

/** The rotation that takes x to a unit axis. */
function towards([x, y, z]: Vector3): Quaternion {
  const least = Math.abs(x) < 0.6 ? ([1, 0, 0] as const) : ([0, 1, 0] as const);
  const side = cross([x, y, z], least);
  const b = times(1 / Math.sqrt(dot(side, side)), side);
  const c = cross([x, y, z], b);
  const columns: Matrix3 = [x, b[0], c[0], y, b[1], c[1], z, b[2], c[2]];
  return quaternionOf(columns);
}

/** Joins a body to its parent, in the configuration 0 wherever they are; `stops`: it stops at its limits, where Rapier can. */
export function joinBodies(
  { JointData }: Rapier,
  world: World,
  parent: RigidBody,
  child: RigidBody,
  joint: MemberJoint,
  stops: boolean,
): void {
  const { axis, type, placement, limits } = joint;
  const anchor = xyz(placement.translation);
  const origin = xyz([0, 0, 0]);
  const make = type === 'prismatic' ? JointData.prismatic : JointData.revolute;
  const made = world.createImpulseJoint(make(anchor, origin, xyz(axis)), parent, child, true) as UnitImpulseJoint;
  const frame = towards(axis);
  made.setLocalFrame1(anchor, quaternionProduct(quaternionOf(placement.rotation), frame));
  made.setLocalFrame2(origin, frame);
  made.setContactsEnabled(false);
  if (stops && hasStops(joint)) made.setLimits(limits.lower, limits.upper);
}

/** Whether Rapier can stop a joint at its limits: it counts no turns. */
export const hasStops = ({ type, limits: { lower, upper } }: Pick<Joint, 'type' | 'limits'>): boolean =>
  type === 'prismatic'
    ? Number.isFinite(lower) || Number.isFinite(upper)
    : type === 'revolute' && lower > -Math.PI && upper < Math.PI;
