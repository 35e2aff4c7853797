/** @file Gains of joint-space PD control that a time step bears: from the mass matrix and its inverse, friction and drives. */
import { tensor } from '../../core/population-tensor.ts';
import { jointResistance } from '../../dynamics/joint-friction.ts';
import { massMatrix } from '../../dynamics/mass-matrix.ts';
import { ArgumentError } from '../../errors.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { type Eigenpair, inverseOf, largestEigenpair, type Rows } from './dense.ts';
import type { Postures } from './postures.ts';

/** Natural frequency of every joint, rad/s: quick, and slow enough for steps of 5 ms. */
const usualFrequency = 6;
/** A drive that cannot follow lowers its joint's frequency to this at most, rad/s. */
const slowest = 1;

/** Time steps that are tried, s: the first one that bears the usual frequency is taken. */
const timeSteps = [0.005, 0.002, 0.001, 0.0005] as const;

/** Largest eigenvalue that is left to h M^-1 Kd: where it is 2, an explicit step is unstable. That of h^2 M^-1 Kp is far below 4 then. */
const mostDamping = 0.5;

/** Speeds of joints on their way to a goal, at which friction is overcome: rad/s, m/s for slides. */
const speeds = { angle: 0.6, slide: 0.1 } as const;
/** Times as fast, Coulomb friction damps next to nothing. */
const fast = 10;

/** Part of what a drive has left that a joint's way to the goal may ask of it. */
const partOfDrive = 0.8;
/** Ways of joints below this are not asked about, rad (m). */
const leastWay = 0.05;

export interface Tuning {
  readonly kp: readonly number[];
  readonly kd: readonly number[];
  /** s. */
  readonly step: number;
  /** Natural frequency of the arm, and of each joint where its drive asks for a lower one: rad/s. */
  readonly frequency: number;
  readonly frequencies: readonly number[];
  /** The joint that asks for the shortest step. */
  readonly stiffest: string;
}

const rounded = (value: number): number => Number(value.toPrecision(3));

const plusDiagonal = (A: Rows, diagonal: readonly number[]): number[][] =>
  A.map((row, i) => row.map((entry, j) => (i === j ? entry + diagonal[i] : entry)));

/** Largest eigenvalue of M^-1 D, of all inverses of mass matrices, with its vector in the joints' own units. */
function strongest(inverses: readonly Rows[], D: readonly number[]): Eigenpair {
  const roots = D.map(Math.sqrt);
  return inverses
    .map((inverse) => largestEigenpair(inverse.map((row, i) => row.map((entry, j) => roots[i] * entry * roots[j]))))
    .reduce((found, pair) => (pair.value > found.value ? pair : found));
}

/** What a robot is at some postures, for one time step. */
interface Masses {
  readonly inverses: readonly Rows[];
  /** Inertia of each joint with all others held, and with all others free: kg m^2 (kg). */
  readonly held: readonly number[];
  readonly free: readonly number[];
}

function massesAt(model: RobotModel, configurations: readonly (readonly number[])[], step: number): Masses {
  const n = model.nv;
  const resistance = resistanceAt(model, fast).map((b) => step * b);
  const matrices = configurations.map((q) => {
    const M = massMatrix(model, tensor([...q])).toArray();
    return plusDiagonal(
      resistance.map((_, i) => M.slice(i * n, (i + 1) * n)),
      resistance,
    );
  });
  const inverses = matrices.map((M) => inverseOf(M) ?? refuseSingular(model));
  const leastOf = (values: (posture: number) => readonly number[]): number[] =>
    resistance.map((_, i) =>
      configurations.reduce((least, __, posture) => Math.min(least, values(posture)[i]), Infinity),
    );
  return {
    inverses,
    held: leastOf((posture) => matrices[posture].map((row, i) => row[i] - resistance[i])),
    free: leastOf((posture) => inverses[posture].map((row, i) => 1 / row[i])),
  };
}

function refuseSingular(model: RobotModel): never {
  throw new ArgumentError(
    'robot',
    `"${model.name}", whose mass matrix is singular`,
    'a mass or an armature that every joint moves',
    'give the joints that move none an armature (--armature JOINT=0.01, or "armature" of the scene\'s robot)',
  );
}

const resistanceAt = (model: RobotModel, times: number): number[] =>
  jointResistance(
    model,
    tensor(independentJoints(model).map(({ type }) => times * (type === 'prismatic' ? speeds.slide : speeds.angle))),
  ).toArray();

/** Rounds in which the inertias that gains are made from come down from `held` to `free`. */
const rounds = 300;

/**
 * Inertias d that gains are made from, so that M^-1 diag(d) has no eigenvalue above `bound` where that can be: those of the joints
 * with all others held, and of the joints that move in the strongest eigenvectors less, down to those with all others free.
 * Where axes coincide the two differ by orders of magnitude, and for the latter the eigenvalue is at most the number of joints.
 */
function inertiasWithin(
  { inverses, held, free }: Masses,
  bound: number,
): { readonly d: number[]; readonly top: Eigenpair } {
  const part = held.map(() => 0);
  for (let round = 0; ; round++) {
    const d = held.map((inertia, i) => 1 / ((1 - part[i]) / inertia + part[i] / free[i]));
    const top = strongest(inverses, d);
    const leading = top.vector.reduce((most, entry) => Math.max(most, entry * entry), 0);
    const isFree = top.vector.every((entry, i) => part[i] === 1 || entry * entry < 1e-3 * leading);
    if (top.value <= bound || isFree || round === rounds) return { d, top };
    top.vector.forEach((entry, i) => (part[i] = Math.min(1, part[i] + (0.1 * entry * entry) / leading)));
  }
}

/** What a time step bears. */
interface Borne {
  /** s. */
  readonly step: number;
  /** Inertias that gains are made from, kg m^2 (kg). */
  readonly d: readonly number[];
  /** rad/s. */
  readonly frequency: number;
  /** Index of the joint that asks for a short step most. */
  readonly stiffest: number;
}

function borneBy(model: RobotModel, configurations: readonly (readonly number[])[], step: number): Borne {
  const bound = mostDamping / (2 * usualFrequency * step);
  const { d, top } = inertiasWithin(massesAt(model, configurations, step), bound);
  return {
    step,
    d,
    frequency: usualFrequency * Math.min(1, bound / top.value),
    stiffest: top.vector.reduce((found, entry, i) => (Math.abs(entry) > Math.abs(top.vector[found]) ? i : found), 0),
  };
}

/**
 * Gains for a robot between two postures, and the longest step that bears them: kp = omega^2 d + omega b / 2 and kd = 2 omega d are
 * critically damped for an inertia d alone, and approach with omega / 2 where the resistance b outweighs it.
 */
export function tune(model: RobotModel, { start, goal }: Postures): Tuning {
  const configurations = [0, 0.5, 1].map((part) => start.q.map((value, i) => value + part * (goal.q[i] - value)));
  const joints = independentJoints(model);
  const [first, ...shorter] = timeSteps;
  const usual = borneBy(model, configurations, first);
  const borne = shorter.reduce(
    (found, step) => (found.frequency < usualFrequency ? borneBy(model, configurations, step) : found),
    usual,
  );
  const { d } = borne;
  const resistance = resistanceAt(model, 1);
  const spring = (omega: number, i: number): number => omega * omega * d[i] + (omega * resistance[i]) / 2;
  const frequencies = joints.map(({ limits: { effort } }, i) => {
    const held = Math.max(Math.abs(start.gravity[i]), Math.abs(goal.gravity[i]));
    const way = Math.max(Math.abs(goal.q[i] - start.q[i]), leastWay);
    const allowed = (partOfDrive * Math.max(effort - held, 0.1 * effort)) / way;
    const least = Math.min(slowest, borne.frequency);
    let omega = borne.frequency;
    while (spring(omega, i) > allowed && omega > least) omega = Math.max(0.9 * omega, least);
    return omega;
  });
  return {
    kp: frequencies.map((omega, i) => rounded(spring(omega, i))),
    kd: frequencies.map((omega, i) => rounded(2 * omega * d[i])),
    step: borne.step,
    frequency: borne.frequency,
    frequencies,
    stiffest: joints[usual.stiffest].name,
  };
}
