/** @file One arm in a world of Rapier: a rigid body for each body of the robot, joined to its parent, moved by pairs of forces. */
import type { RigidBody, World } from '@dimforge/rapier3d-compat';
import { jointPose } from '../../robot/joints/joint-pose.ts';
import type { Vector3 } from '../../robot/model.ts';
import { compose, cross, dot, identityPose, minus, plus, rotate, times } from '../../robot/pose.ts';
import type { MemberJoint } from '../member-robot.ts';
import { angleAbout, conjugate, type Quaternion, quaternionOf, quaternionProduct, turned } from '../rotations.ts';
import { addBody, joinBodies, xyz } from './joint.ts';
import type { Rapier } from './load.ts';

/** Where a body is and how it moves, in world axes. */
export interface BodyState {
  /** Of its frame's origin, m. */
  readonly position: Vector3;
  readonly rotation: Quaternion;
  /** rad/s. */
  readonly angular: Vector3;
  /** Of its centre of mass, as Rapier has it, m/s. */
  readonly linear: Vector3;
  /** m. */
  readonly centerOfMass: Vector3;
}

const still: BodyState = {
  position: [0, 0, 0],
  rotation: { x: 0, y: 0, z: 0, w: 1 },
  angular: [0, 0, 0],
  linear: [0, 0, 0],
  centerOfMass: [0, 0, 0],
};

const list = ({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): Vector3 => [x, y, z];

/** Velocity of a point that moves with a body. */
const velocityAt = ({ angular, linear, centerOfMass }: BodyState, point: Vector3): Vector3 =>
  plus(linear, cross(angular, minus(point, centerOfMass)));

/** A joint with what of it never changes. */
interface Part {
  readonly joint: MemberJoint;
  readonly body: RigidBody;
  readonly turns: boolean;
  /** Rotation of the joint frame in the parent. */
  readonly placement: Quaternion;
}

export class RapierArm {
  readonly #parts: readonly Part[];
  #states: BodyState[];
  readonly #torques: Vector3[];
  readonly #forces: Vector3[];

  constructor(rapier: Rapier, world: World, joints: readonly MemberJoint[], stops: boolean) {
    const base = world.createRigidBody(rapier.RigidBodyDesc.fixed());
    const bodies: RigidBody[] = [];
    this.#parts = joints.map((joint) => {
      const body = addBody(rapier, world, joint.inertia);
      joinBodies(rapier, world, joint.parent < 0 ? base : bodies[joint.parent], body, joint, stops);
      bodies.push(body);
      return { joint, body, turns: joint.type !== 'prismatic', placement: quaternionOf(joint.placement.rotation) };
    });
    this.#states = joints.map(() => still);
    this.#torques = joints.map(() => still.angular);
    this.#forces = joints.map(() => still.linear);
  }

  #parentOf({ joint: { parent } }: Part): BodyState {
    return parent < 0 ? still : this.#states[parent];
  }

  /** Places all bodies in a configuration, moving with velocities of the joints. */
  place(q: (i: number) => number, v: (i: number) => number): void {
    const poses = this.#parts.map(() => identityPose);
    this.#parts.forEach((part, i) => {
      const { joint, body, turns } = part;
      const at = joint.parent < 0 ? joint.placement : compose(poses[joint.parent], joint.placement);
      const pose = compose(at, jointPose(joint.type, joint.axis, q(joint.vIndex)));
      poses[i] = pose;
      const parent = this.#parentOf(part);
      const motion = times(v(joint.vIndex), rotate(pose.rotation, joint.axis));
      const angular = turns ? plus(parent.angular, motion) : parent.angular;
      const carried = velocityAt(parent, pose.translation);
      const lever = rotate(pose.rotation, joint.inertia.centerOfMass);
      const linear = plus(turns ? carried : plus(carried, motion), cross(angular, lever));
      const centerOfMass = plus(pose.translation, lever);
      this.#states[i] = {
        position: pose.translation,
        rotation: quaternionOf(pose.rotation),
        angular,
        linear,
        centerOfMass,
      };
      body.setEnabled(true);
      body.resetTorques(true);
      body.resetForces(true);
      body.setTranslation(xyz(pose.translation), true);
      body.setRotation(this.#states[i].rotation, true);
      body.setLinvel(xyz(linear), true);
      body.setAngvel(xyz(angular), true);
    });
  }

  /** Forces of the joints for the next step of the world: on each body what its joint gives, and the opposite on its parent. */
  drive(tau: (i: number) => number): void {
    this.#parts.forEach((_, i) => {
      this.#torques[i] = still.angular;
      this.#forces[i] = still.linear;
    });
    this.#parts.forEach(({ joint: { axis, parent, vIndex }, turns }, i) => {
      const { rotation, centerOfMass } = this.#states[i];
      const wrench = times(tau(vIndex), turned(rotation, axis));
      const target = turns ? this.#torques : this.#forces;
      target[i] = plus(target[i], wrench);
      if (parent < 0) return;
      target[parent] = minus(target[parent], wrench);
      if (turns) return;
      // both forces of a pair act along one line, that through the child's centre of mass
      const lever = minus(centerOfMass, this.#states[parent].centerOfMass);
      this.#torques[parent] = minus(this.#torques[parent], cross(lever, wrench));
    });
    this.#parts.forEach(({ body }, i) => {
      // what was added stays until it is taken back
      body.resetTorques(true);
      body.resetForces(true);
      body.addTorque(xyz(this.#torques[i]), true);
      body.addForce(xyz(this.#forces[i]), true);
    });
  }

  /** Rapier stops a body whose numbers are not finite where it last was, at rest, and says nothing. */
  get isStopped(): boolean {
    return this.#parts.some(({ body }) => !body.isEnabled());
  }

  /** Looks where the bodies are now. */
  look(): void {
    this.#states = this.#parts.map(({ body }) => ({
      position: list(body.translation()),
      rotation: body.rotation(),
      angular: list(body.angvel()),
      linear: list(body.linvel()),
      centerOfMass: list(body.worldCom()),
    }));
  }

  /** Coordinate and velocity of each joint, from where the bodies are; angles lie within half a turn. */
  read(each: (i: number, q: number, v: number, turns: boolean) => void): void {
    this.#parts.forEach((part, i) => {
      const { joint, turns, placement } = part;
      const [parent, child] = [this.#parentOf(part), this.#states[i]];
      const frame = quaternionProduct(parent.rotation, placement);
      const axis = turned(frame, joint.axis);
      const spin = minus(child.angular, parent.angular);
      if (turns) {
        const relative = quaternionProduct(conjugate(frame), child.rotation);
        each(joint.vIndex, angleAbout(joint.axis, relative), dot(axis, spin), true);
        return;
      }
      const origin = plus(parent.position, turned(parent.rotation, joint.placement.translation));
      const slide = minus(velocityAt(child, child.position), velocityAt(parent, child.position));
      each(joint.vIndex, dot(axis, minus(child.position, origin)), dot(axis, slide), false);
    });
  }

  /** How far joints have come apart: the largest distance across an axis, m, and angle between axes, rad. */
  drift(): { readonly gap: number; readonly tilt: number } {
    let [gap, tilt] = [0, 0];
    this.#parts.forEach((part, i) => {
      const { joint, turns, placement } = part;
      const [parent, child] = [this.#parentOf(part), this.#states[i]];
      const frame = quaternionProduct(parent.rotation, placement);
      const axis = turned(frame, joint.axis);
      const apart = minus(child.position, plus(parent.position, turned(parent.rotation, joint.placement.translation)));
      const across = turns ? apart : minus(apart, times(dot(axis, apart), axis));
      gap = Math.max(gap, Math.sqrt(dot(across, across)));
      const turn = cross(axis, turned(child.rotation, joint.axis));
      tilt = Math.max(tilt, Math.sqrt(dot(turn, turn)));
    });
    return { gap, tilt };
  }
}
