/** @file Random moments of random robots, and their kinematics in plain numbers, written from the mathematics. */
import { tensor } from '../../src/core/population-tensor.ts';
import type { Pose, RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import type { Seen } from '../../src/task/residual.ts';
import type { Random } from './random.ts';
import { randomRobot } from './robots.ts';

/** State, forces and time as plain numbers. */
export interface PlainMoment {
  readonly q: readonly number[];
  readonly v: readonly number[];
  readonly tau: readonly number[];
  readonly time: number;
}

export const randomModel = (random: Random, most = 6): RobotModel => loadRobot(randomRobot(random, most)).model;

export const randomMoment = (random: Random, { nq, nv }: RobotModel, size = 2): PlainMoment => ({
  q: random.list(nq, -size, size),
  v: random.list(nv, -size, size),
  tau: random.list(nv, -size, size),
  time: random.uniform(0, 3),
});

/** The moment as residuals see it. */
export const seenFrom = (model: RobotModel, { q, v, tau, time }: PlainMoment): Seen =>
  seenOf(model, { q: tensor([...q]), v: tensor([...v]) }, tensor([...tau]), tensor(time), robotParameters(model));

/** Rotation, row by row, and translation. */
type Plain = Pick<Pose, 'rotation' | 'translation'>;

export const product = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, k) => {
    const [i, j] = [Math.floor(k / 3), k % 3];
    return [0, 1, 2].reduce((total, m) => total + a[3 * i + m] * b[3 * m + j], 0);
  });

const times = (a: Plain, b: Plain): Plain => {
  const turned = [0, 1, 2].map((i) => [0, 1, 2].reduce((t, m) => t + a.rotation[3 * i + m] * b.translation[m], 0));
  return {
    rotation: product(a.rotation, b.rotation) as unknown as Plain['rotation'],
    translation: turned.map((x, i) => x + a.translation[i]) as unknown as Plain['translation'],
  };
};

/** Turned about a unit axis by an angle (Rodrigues), row by row. */
export function turnedAbout([x, y, z]: readonly number[], angle: number): number[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const d = 1 - c;
  return [
    [c + x * x * d, x * y * d - z * s, x * z * d + y * s],
    [x * y * d + z * s, c + y * y * d, y * z * d - x * s],
    [x * z * d - y * s, y * z * d + x * s, c + z * z * d],
  ].flat();
}

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Pose of a link in the world, by products of homogeneous transforms along its path. */
export function plainPose(model: RobotModel, q: readonly number[], name: string): Plain {
  const moved = (i: number): Plain => {
    const { type, axis, placement, parent, qIndex } = model.joints[i];
    const own = {
      rotation: type === 'prismatic' ? identity : turnedAbout(axis, q[qIndex]),
      translation: type === 'prismatic' ? axis.map((x) => x * q[qIndex]) : [0, 0, 0],
    } as unknown as Plain;
    const here = times(placement, own);
    return parent < 0 ? here : times(moved(parent), here);
  };
  const { body, poseInBody } = model.links.find((link) => link.name === name)!;
  return body < 0 ? poseInBody : times(moved(body), poseInBody);
}

/** Rotation vector of a rotation less than half a turn away from none. */
export function rotationVector(R: readonly number[]): number[] {
  const angle = Math.acos(Math.min(1, Math.max(-1, (R[0] + R[4] + R[8] - 1) / 2)));
  const scale = angle < 1e-8 ? 0.5 : angle / (2 * Math.sin(angle));
  return [R[7] - R[5], R[2] - R[6], R[3] - R[1]].map((x) => scale * x);
}

export const transposed = (R: readonly number[]): number[] => R.map((_, k) => R[3 * (k % 3) + Math.floor(k / 3)]);
