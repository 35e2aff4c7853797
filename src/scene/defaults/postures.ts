/** @file Where an arm starts, and where a goal is that it surely can come to: seeded postures, judged by what they ask of the drives. */
import { zeros } from '../../core/population-tensor.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { uniform } from '../../core/random.ts';
import { forwardKinematics, linkPoseOn } from '../../dynamics/forward-kinematics.ts';
import { gravityForces } from '../../dynamics/inverse-dynamics.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { Joint, Link, RobotModel } from '../../robot/model.ts';
import { spanOf } from '../../robot/span.ts';

/** A configuration, and what is to be said of it. */
export interface Posture {
  readonly q: readonly number[];
  /** Position of the link, m. */
  readonly position: readonly number[];
  /** Height of the lowest moving part and of the link above the root, m. */
  readonly height: number;
  /** Of each joint: the force that holds it against gravity, N m (N). */
  readonly gravity: readonly number[];
  /** Largest part of its drive that a joint needs to be held; 0 where no drive has a limit. */
  readonly load: number;
}

/** Part of a drive that may be needed to hold a posture. */
export const mostLoad = 0.8;

/** Postures that are looked at in a turn. */
const candidates = 60;

/** Farthest that joints are from zero at the start, in turns, and from the start at the goal: rad, m for slides. */
const spreads = {
  start: [
    { angle: 1.6, slide: 0.2 },
    { angle: 0.5, slide: 0.05 },
    { angle: 0.1, slide: 0.01 },
  ],
  goal: { angle: 0.6, slide: 0.1 },
} as const;

/** Part of a joint's range that stays free at its ends. */
const margin = 0.05;

interface Spread {
  readonly angle: number;
  readonly slide: number;
}

const spreadOf = ({ type }: Joint, { angle, slide }: Spread): number => (type === 'prismatic' ? slide : angle);

/** Where a joint may be that is to stay within `by` of a value: within its limits, and a little off them. */
function rangeOf({ limits }: Joint, centre: number, by: number): readonly [number, number] {
  const free = margin * Math.min(limits.upper - limits.lower, 2 * by);
  const within = (value: number): number => Math.min(Math.max(value, limits.lower + free), limits.upper - free);
  return [within(centre - by), within(centre + by)];
}

/** Configurations around one; the same ones every time. */
function around(
  joints: readonly Joint[],
  centre: readonly number[],
  by: (joint: Joint) => number,
  member: number,
): number[][] {
  return Array.from({ length: candidates }, (_, step) => {
    const random = uniform({ seed: 1, member, step }, joints.length);
    return joints.map((joint, i) => {
      const [low, high] = rangeOf(joint, centre[i], by(joint));
      return low + random[i] * (high - low);
    });
  });
}

/** Lists of numbers as the members of one tensor. */
function membersOf(lists: readonly (readonly number[])[]): PopulationTensor {
  const [{ length }] = lists;
  const data = new Float64Array(length * lists.length);
  lists.forEach((list, member) => list.forEach((value, i) => (data[i * lists.length + member] = value)));
  return new PopulationTensor({ shape: [length], population: lists.length }, data);
}

/** What is to be said of configurations, all at once. */
function judged(model: RobotModel, { name }: Link, configurations: readonly (readonly number[])[]): Posture[] {
  const q = membersOf(configurations);
  const bodies = forwardKinematics(model, q);
  const tool = linkPoseOn(model, () => bodies, name).translation;
  const forces = model.hasInertia ? gravityForces(model, q) : zeros([model.nv]);
  const memberOf = (x: PopulationTensor, member: number): number[] => x.toArray(x.population === 1 ? 0 : member);
  return configurations.map((own, member) => {
    const position = memberOf(tool, member);
    const heights = bodies.map(({ translation }) => memberOf(translation, member)[2]);
    const gravity = memberOf(forces, member);
    return {
      q: own,
      position,
      height: heights.reduce((lowest, height) => Math.min(lowest, height), position[2]),
      gravity,
      load: loadOf(model, gravity),
    };
  });
}

/** Forces below this need no drive, N m (N). */
const nothing = 1e-9;
/** The load of a joint without a drive that gravity pulls at. */
const noDrive = 1e3;

const loadOf = (model: RobotModel, gravity: readonly number[]): number =>
  independentJoints(model).reduce((most, { limits: { effort } }, i) => {
    const force = Math.abs(gravity[i]);
    return force < nothing || effort === Infinity ? most : Math.max(most, Math.min(force / effort, noDrive));
  }, 0);

/** What a posture should have. */
interface Wanted {
  /** m. */
  readonly height: number;
  /** A position, and how far from it, m. */
  readonly from?: { readonly position: readonly number[]; readonly distance: number };
}

export const distanceOf = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) * (value - b[i]), 0));

/** How far a posture is from what it should have; 0 where it has it. What cannot be held counts most. */
function lack({ load, height, position }: Posture, wanted: Wanted): number {
  const { from } = wanted;
  const distance = from ? Math.max(0, 1 - distanceOf(position, from.position) / from.distance) : 0;
  return 10 * Math.max(0, load - mostLoad) + Math.max(0, 1 - height / wanted.height) + 2 * distance;
}

/** The first posture that has what is wanted, or the one that comes nearest. */
function best(postures: readonly Posture[], wanted: Wanted): Posture {
  return postures.reduce((found, posture) => (lack(posture, wanted) < lack(found, wanted) ? posture : found));
}

/** Length that postures are compared with, m: that of the arm, without slides that have no end. */
function lengthOf(model: RobotModel, link: Link): number {
  const span = spanOf(model, link);
  return Number.isFinite(span) && span > 0 ? span : 1;
}

/** Where the joints start, and where they are when the link is at the goal; and the length of the arm, m. */
export interface Postures {
  readonly start: Posture;
  readonly goal: Posture;
  readonly span: number;
}

const rounded = (value: number): number => Number(value.toPrecision(3));

/** A posture to start from, and another nearby to go to: within limits, above the root where that can be, held by the drives. */
export function choosePostures(model: RobotModel, link: Link, horizon: number): Postures {
  const joints = independentJoints(model);
  const span = lengthOf(model, link);
  const zero = joints.map(({ limits }) => Math.min(Math.max(0, limits.lower), limits.upper));
  const starts = spreads.start.flatMap((spread, turn) =>
    around(joints, zero, (joint) => spreadOf(joint, spread), turn).map((q) => q.map(rounded)),
  );
  const start = best(judged(model, link, starts), { height: 0.25 * span });
  // no farther than a joint goes at half its speed in half of the time, and not at all without a drive
  const by = (joint: Joint): number =>
    joint.limits.effort === 0
      ? 0
      : Math.min(spreadOf(joint, spreads.goal), 0.25 * horizon * (joint.limits.velocity || Infinity));
  const goals = judged(model, link, around(joints, start.q, by, spreads.start.length));
  const from = { position: start.position, distance: 0.1 * span };
  return { start, goal: best(goals, { height: 0.2 * span, from }), span };
}
