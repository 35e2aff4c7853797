/** @file One arm in a world of Rapier: a rigid body for each body of the robot, joined to its parent, moved by pairs of forces. */
import type { RigidBody, World } from '@dimforge/rapier3d-compat';
import type { Vector3 } from '../../robot/model.ts';
import { type BodyState, bodyStates, jointDrift, type JointDrift, jointState, jointWrenches } from '../bodies.ts';
import type { MemberJoint } from '../member-robot.ts';
import { addBody, joinBodies, xyz } from './joint.ts';
import type { Rapier } from './load.ts';

const list = ({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): Vector3 => [x, y, z];

export class RapierArm {
  readonly #joints: readonly MemberJoint[];
  readonly #bodies: readonly RigidBody[];
  #states: readonly BodyState[] = [];

  constructor(rapier: Rapier, world: World, joints: readonly MemberJoint[], stops: boolean) {
    const base = world.createRigidBody(rapier.RigidBodyDesc.fixed());
    this.#joints = joints;
    this.#bodies = joints.map(({ inertia }) => addBody(rapier, world, inertia));
    joints.forEach((joint, i) => {
      const parent = joint.parent < 0 ? base : this.#bodies[joint.parent];
      joinBodies(rapier, world, parent, this.#bodies[i], joint, stops);
    });
  }

  /** Places all bodies in a configuration, moving with velocities of the joints; what is left of an earlier motion is gone. */
  place(q: (i: number) => number, v: (i: number) => number): void {
    this.#states = bodyStates(this.#joints, q, v);
    this.#bodies.forEach((body, i) => {
      const { position, rotation, angular, linear } = this.#states[i];
      body.setEnabled(true);
      body.setTranslation(xyz(position), true);
      body.setRotation(rotation, true);
      body.setLinvel(xyz(linear), true);
      body.setAngvel(xyz(angular), true);
    });
  }

  /** Forces of the joints for the next step of the world. */
  drive(tau: (i: number) => number): void {
    const { forces, torques } = jointWrenches(this.#joints, this.#states, tau);
    this.#bodies.forEach((body, i) => {
      // what was added stays until it is taken back
      body.resetForces(true);
      body.resetTorques(true);
      body.addForce(xyz(forces[i]), true);
      body.addTorque(xyz(torques[i]), true);
    });
  }

  /** Rapier stops a body whose numbers are not finite where it last was, at rest, and says nothing. */
  get isStopped(): boolean {
    return this.#bodies.some((body) => !body.isEnabled());
  }

  /** Looks where the bodies are now, and what the joints read of it. */
  look(each: (i: number, q: number, v: number) => void): void {
    this.#states = this.#bodies.map((body) => ({
      position: list(body.translation()),
      rotation: body.rotation(),
      centerOfMass: list(body.worldCom()),
      angular: list(body.angvel()),
      linear: list(body.linvel()),
    }));
    this.#joints.forEach(({ index }, i) => {
      const { q, v } = jointState(this.#joints, this.#states, i);
      each(index, q, v);
    });
  }

  drift(): JointDrift {
    return jointDrift(this.#joints, this.#states);
  }
}
