/** @file Robots in Rapier: a world a member, so that no member's motion depends on another's. */
import type { World } from '@dimforge/rapier3d-compat';
import { compile } from '../../core/compile.ts';
import { requireBoolean, requireOptions } from '../../core/arguments.ts';
import { add } from '../../core/ops/elementwise.ts';
import { PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { RobotParameters } from '../../robot/parameters.ts';
import { described } from '../../text/described.ts';
import type { JointDrift } from '../bodies.ts';
import { resistanceOverStep } from '../joint-resistance.ts';
import { memberJoints } from '../member-robot.ts';
import { type PhysicsSettings, physicsSettings } from '../physics-settings.ts';
import { requireEntries, type SecondPhysics } from '../second-physics.ts';
import { RapierArm } from './arm.ts';
import { isTurning } from './joint.ts';
import { differencesOf } from './differences.ts';
import { loadRapier, type Rapier } from './load.ts';

/** What is chosen of Rapier besides. */
export interface RapierSettings extends PhysicsSettings {
  /** Least number of steps of Rapier a second, each of 16 iterations that move by a sixteenth; default 1000. */
  readonly rate?: number;
  /** Joints stop at their limits, which they do not in Adjoint; default true. */
  readonly stops?: boolean;
}

/** Robots in Rapier. */
export interface RapierPhysics extends SecondPhysics {
  /** How far joints have come apart, in the worst member. */
  readonly drift: () => JointDrift;
}

const settingNames = ['dt', 'members', 'robot', 'rate', 'stops'] as const satisfies readonly (keyof RapierSettings)[];

/** Steps that a group of constraints is solved in; each moves the bodies, so that this is a finer rate as well. */
const iterations = 16;

/**
 * A population of a robot in Rapier, which is fetched at the first call: rigid bodies joined by impulses, without shapes. Throws an
 * ArgumentError or a ShapeError where the settings do not fit the robot, and for one with joints that follow others.
 */
export async function rapierPhysics(model: RobotModel, settings: RapierSettings): Promise<RapierPhysics> {
  requireOptions('rapierPhysics', settings, settingNames);
  const { dt, members, robot } = physicsSettings(model, settings);
  const { rate = 1000, stops = true } = settings;
  if (!(rate > 0 && dt * rate <= 1e6))
    throw new ArgumentError('rate', described(rate), 'a positive number of steps a second');
  requireBoolean('stops', stops);
  const follower = model.joints.find(({ mimic }) => mimic);
  if (follower)
    throw new ArgumentError(
      'model',
      `joint "${follower.name}", which follows "${follower.mimic!.joint}"`,
      'joints that follow no other: Rapier has none that do',
      `weld it (weld: ["${follower.name}"] of loadRobot)`,
    );
  const substeps = Math.max(1, Math.ceil(dt * rate * (1 - 1e-12)));
  return new RapierPopulation(await loadRapier(), model, { dt, members, robot, substeps, stops });
}

interface Chosen {
  readonly dt: number;
  readonly members: number;
  readonly robot: RobotParameters;
  readonly substeps: number;
  readonly stops: boolean;
}

/** A member: a world, and the arm in it. `isLost` where its numbers have stopped being finite. */
interface Member {
  readonly world: World;
  readonly arm: RapierArm;
  isLost: boolean;
}

class RapierPopulation implements RapierPhysics {
  readonly name = 'Rapier';
  readonly members: number;
  readonly dt: number;
  readonly differences: readonly string[];
  readonly q: Float64Array;
  readonly v: Float64Array;
  readonly #all: Member[];
  readonly #nv: number;
  readonly #substeps: number;
  readonly #isAngle: readonly boolean[];
  readonly #resisted: (tau: Float64Array) => Float64Array;

  constructor(rapier: Rapier, model: RobotModel, chosen: Chosen) {
    const { dt, members, robot, substeps, stops } = chosen;
    [this.members, this.dt, this.#nv, this.#substeps] = [members, dt, model.nv, substeps];
    this.differences = differencesOf(model, robot, { rate: substeps / dt, iterations, stops });
    this.q = new Float64Array(model.nq * members);
    this.v = new Float64Array(model.nv * members);
    this.#all = Array.from({ length: members }, (_, member) => makeMember(rapier, model, chosen, member));
    this.#isAngle = memberJoints(model, robot, 0).map(isTurning);
    this.#resisted = resistance(this, model, robot, dt / substeps);
    this.reset(this.q, this.v);
  }

  readonly reset = (q: Float64Array, v: Float64Array): void => {
    requireEntries('q', q, this.#nv, this.members);
    requireEntries('v', v, this.#nv, this.members);
    this.q.set(q);
    this.v.set(v);
    this.#openMembers().forEach((member, m) => {
      member.isLost = !this.#isFinite(this.q, m) || !this.#isFinite(this.v, m);
      if (!member.isLost)
        member.arm.place(
          (i) => this.q[i * this.members + m],
          (i) => this.v[i * this.members + m],
        );
    });
  };

  readonly step = (tau: Float64Array): void => {
    requireEntries('tau', tau, this.#nv, this.members);
    for (let i = 0; i < this.#substeps; i++) {
      const forces = this.#resisted(tau);
      this.#openMembers().forEach((member, m) => {
        this.#moveMember(member, m, forces);
      });
    }
  };

  #moveMember(member: Member, m: number, forces: Float64Array): void {
    const { members, q, v } = this;
    member.isLost ||= !this.#isFinite(forces, m);
    if (!member.isLost) {
      member.arm.drive((i) => forces[i * members + m]);
      member.world.step();
      member.arm.look((i, coordinate, velocity) => {
        const at = i * members + m;
        q[at] = this.#isAngle[i] ? unwrapped(coordinate, q[at]) : coordinate;
        v[at] = velocity;
      });
      member.isLost = member.arm.isStopped || !this.#isFinite(q, m) || !this.#isFinite(v, m);
    }
    if (!member.isLost) return;
    for (let i = 0; i < this.#nv; i++) q[i * members + m] = v[i * members + m] = NaN;
  }

  #isFinite(values: Float64Array, m: number): boolean {
    for (let i = 0; i < this.#nv; i++) if (!Number.isFinite(values[i * this.members + m])) return false;
    return true;
  }

  #openMembers(): readonly Member[] {
    if (this.#all.length > 0) return this.#all;
    throw new ArgumentError('Rapier', 'a physics that was closed', 'an open one', 'make another by rapierPhysics(…)');
  }

  readonly drift = (): JointDrift => {
    const found = this.#openMembers().map(({ arm }) => arm.drift());
    return {
      gap: found.reduce((most, { gap }) => Math.max(most, gap), 0),
      tilt: found.reduce((most, { tilt }) => Math.max(most, tilt), 0),
    };
  };

  readonly close = (): void => {
    for (const { world } of this.#all.splice(0)) world.free();
  };
}

/** The angle nearest to the last one that is the given one up to whole turns. */
function unwrapped(angle: number, last: number): number {
  const turn = 2 * Math.PI;
  return angle + turn * Math.round((last - angle) / turn);
}

function makeMember(rapier: Rapier, model: RobotModel, { dt, robot, substeps, stops }: Chosen, member: number): Member {
  const [x, y, z] = robot.gravity.toArray(robot.gravity.population === 1 ? 0 : member);
  const world = new rapier.World({ x, y, z });
  world.timestep = dt / substeps;
  world.numSolverIterations = iterations;
  const arm = new RapierArm(rapier, world, memberJoints(model, robot, member), stops);
  return { world, arm, isLost: false };
}

/** Forces on the joints of all members over the next step of Rapier: those of the drives, and what the joints resist with. */
function resistance(
  { q, v, members }: RapierPopulation,
  model: RobotModel,
  robot: RobotParameters,
  dt: number,
): (tau: Float64Array) => Float64Array {
  // Rapier's joints have no rotors
  const without = { ...robot, joints: robot.joints.map((joint) => ({ ...joint, armature: zeros([]) })) };
  const tensorOf = (data: Float64Array, size: number): PopulationTensor =>
    new PopulationTensor({ shape: [size], population: members }, data);
  const driven = (x: PopulationTensor, y: PopulationTensor, tau: PopulationTensor): PopulationTensor => {
    const resisting = resistanceOverStep(model, x, y, tau, without, dt);
    return resisting ? add(tau, resisting) : tau;
  };
  const [some, none] = [zeros([model.nv], members), zeros([model.nq], members)];
  if (!resistanceOverStep(model, none, some, some, without, dt)) return (tau) => tau;
  const compiled = compile(driven, [none, some, some], { checkFinite: false, reuseResults: true });
  return (tau) => compiled(tensorOf(q, model.nq), tensorOf(v, model.nv), tensorOf(tau, model.nv)).data;
}
