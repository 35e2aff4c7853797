/** @file Bodies and joints of Rapier as a robot has them. */
import type { RigidBody, UnitImpulseJoint, World } from '@dimforge/rapier3d-compat';
import type { LinkInertia, Vector3 } from '../../robot/model.ts';
import { plus } from '../../robot/pose.ts';
import type { MemberJoint } from '../member-robot.ts';
import { quaternionProduct, rotationTowards } from '../rotations.ts';
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

/** Joins a body to its parent, wherever they are now; `stops`: it stops at its limits, where Rapier can. */
export function joinBodies(
  { JointData }: Rapier,
  world: World,
  parent: RigidBody,
  child: RigidBody,
  joint: MemberJoint,
  stops: boolean,
): void {
  const { angular, linear, limits, placement, turn } = joint;
  const [anchor, origin] = [xyz(placement.translation), xyz([0, 0, 0])];
  const axis = plus(angular, linear);
  const make = isTurning(joint) ? JointData.revolute : JointData.prismatic;
  const made = world.createImpulseJoint(make(anchor, origin, xyz(axis)), parent, child, true) as UnitImpulseJoint;
  // its own frames, with x along the axis, have one zero of the coordinate in both bodies
  const frame = rotationTowards(axis);
  made.setLocalFrame1(anchor, quaternionProduct(turn, frame));
  made.setLocalFrame2(origin, frame);
  if (stops && hasStops(joint)) made.setLimits(limits.lower, limits.upper);
}

export const isTurning = ({ angular }: Pick<MemberJoint, 'angular'>): boolean => angular.some((part) => part !== 0);

/** Whether Rapier can stop a joint at its limits: it counts no turns. */
export const hasStops = (joint: Pick<MemberJoint, 'angular' | 'limits'>): boolean => {
  const { lower, upper } = joint.limits;
  return isTurning(joint) ? lower > -Math.PI && upper < Math.PI : lower > -Infinity && upper < Infinity;
};
