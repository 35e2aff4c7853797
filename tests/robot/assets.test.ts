/** @file The robots that are delivered, against the figures that their makers publish. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { forwardKinematics, linkPose } from '../../src/dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectClose } from '../support/check.ts';
import { Random, testCases, testSeed } from '../support/random.ts';

const robots = ['panda', 'ur5e', 'planar-2link', 'pendulum'] as const;
const tips = { panda: 'panda_hand_tcp', ur5e: 'tool0', 'planar-2link': 'tip', pendulum: 'tip' };

const load = (name: string) =>
  loadRobot(readFileSync(new URL(`../../assets/robots/${name}.urdf`, import.meta.url)), { file: `${name}.urdf` });

/** 4 x 4, rows first. */
type Matrix = number[][];

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const turnX = (angle: number): Matrix => [[1, 0, 0, 0], [0, Math.cos(angle), -Math.sin(angle), 0], [0, Math.sin(angle), Math.cos(angle), 0], [0, 0, 0, 1]]; // prettier-ignore
const turnZ = (angle: number): Matrix => [[Math.cos(angle), -Math.sin(angle), 0, 0], [Math.sin(angle), Math.cos(angle), 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]; // prettier-ignore
const move = (x: number, z: number): Matrix => [[1, 0, 0, x], [0, 1, 0, 0], [0, 0, 1, z], [0, 0, 0, 1]]; // prettier-ignore

interface Row {
  readonly a: number;
  readonly d: number;
  readonly alpha: number;
}

/** Denavit and Hartenberg as Craig writes it: a and alpha of the preceding link, then d and theta. */
const craig = (rows: readonly Row[], q: readonly number[]): Matrix =>
  rows
    .map(({ a, d, alpha }, i) => product(product(turnX(alpha), move(a, 0)), product(turnZ(q[i] ?? 0), move(0, d))))
    .reduce(product);

/** Denavit and Hartenberg in their own way: theta and d, then a and alpha. */
const classic = (rows: readonly Row[], q: readonly number[]): Matrix =>
  rows
    .map(({ a, d, alpha }, i) => product(product(turnZ(q[i]), move(0, d)), product(move(a, 0), turnX(alpha))))
    .reduce(product);

const quarter = Math.PI / 2;

/** Franka Control Interface documentation, "Robot and interface specifications": seven joints and the flange. */
const pandaTable: readonly Row[] = [
  { a: 0, d: 0.333, alpha: 0 },
  { a: 0, d: 0, alpha: -quarter },
  { a: 0, d: 0.316, alpha: quarter },
  { a: 0.0825, d: 0, alpha: quarter },
  { a: -0.0825, d: 0.384, alpha: -quarter },
  { a: 0, d: 0, alpha: quarter },
  { a: 0.088, d: 0, alpha: quarter },
  { a: 0, d: 0.107, alpha: 0 },
];

/** Universal Robots, support article 45257, UR5e. */
const ur5eTable: readonly Row[] = [
  { a: 0, d: 0.1625, alpha: quarter },
  { a: -0.425, d: 0, alpha: 0 },
  { a: -0.3922, d: 0, alpha: 0 },
  { a: 0, d: 0.1333, alpha: quarter },
  { a: 0, d: 0.0997, alpha: -quarter },
  { a: 0, d: 0.0996, alpha: 0 },
];

function poseOf(model: RobotModel, link: string, q: readonly number[]): Matrix {
  const { rotation, translation } = linkPose(model, tensor([...q]), link);
  const [r, t] = [rotation.toArray(), translation.toArray()];
  return [0, 1, 2].map((i) => [...r.slice(3 * i, 3 * i + 3), t[i]]).concat([[0, 0, 0, 1]]);
}

const masses = (model: RobotModel): number[] => model.links.map(({ inertia }) => inertia?.mass ?? 0);

describe(`delivered robots (seed ${testSeed})`, () => {
  it.each(robots)('%s is read without a single finding, and names its tip', (name) => {
    const { model, findings, repairs } = load(name);
    expect(findings).toEqual([]);
    expect(repairs).toEqual([]);
    expect(model.name).toBe(name);
    expect(model.links.map((link) => link.name)).toContain(tips[name]);
  });

  it.each(robots)('%s moves only bodies with a mass and an inertia that a solid can have', (name) => {
    for (const { inertia, name: body } of load(name).model.bodies) {
      const [xx, xy, xz, , yy, yz, , , zz] = inertia.inertia;
      const half = (xx + yy + zz) / 2;
      // Second moments of mass, tr(I)/2 - I, are positive definite: the principal inertias obey the triangle inequality.
      const [a, b, c] = [half - xx, half - yy, half - zz];
      expect(inertia.mass, body).toBeGreaterThan(0);
      expect(a, body).toBeGreaterThan(0);
      expect(a * b - xy * xy, body).toBeGreaterThan(0);
      expect(a * b * c - 2 * xy * yz * xz - a * yz * yz - b * xz * xz - c * xy * xy, body).toBeGreaterThan(0);
    }
  });

  it.each(robots)('%s has finite efforts, speeds, damping and coarse collision shapes', (name) => {
    const { model } = load(name);
    for (const { limits, damping } of model.joints) {
      expect(limits.effort).toBeGreaterThan(0);
      expect(Number.isFinite(limits.velocity)).toBe(true);
      expect(damping).toBeGreaterThan(0);
    }
    const { visuals, collisions } = model.links.reduce(
      (all, link) => ({
        visuals: all.visuals + link.visuals.length,
        collisions: all.collisions + link.collisions.length,
      }),
      { visuals: 0, collisions: 0 },
    );
    expect(collisions).toBeGreaterThan(0);
    expect(collisions).toBeLessThanOrEqual(visuals);
  });

  it.each(robots)('%s shows every shape in a colour, and as a primitive', (name) => {
    for (const { visuals } of load(name).model.links)
      for (const { color, geometry } of visuals) {
        expect(color).toHaveLength(4);
        expect(geometry.type).not.toBe('mesh');
      }
  });

  it("the Panda's flange goes where its maker's Denavit-Hartenberg table leads", () => {
    const { model } = load('panda');
    const random = new Random();
    for (let i = 0; i < testCases(50); i++) {
      const q = model.joints.map(({ limits }) => random.uniform(limits.lower, limits.upper));
      const flange = craig(pandaTable, q);
      // The hand sits on the flange, turned by an eighth of a turn; its tool point lies 0.1034 m further.
      expectClose(poseOf(model, 'panda_hand', q).flat(), product(flange, turnZ(-Math.PI / 4)).flat(), 1e-6);
      expectClose(
        poseOf(model, 'panda_hand_tcp', q).flat(),
        product(product(flange, turnZ(-Math.PI / 4)), move(0, 0.1034)).flat(),
        1e-6,
      );
    }
  });

  it('the Panda at its ready pose holds its hand where everybody knows it', () => {
    const { model } = load('panda');
    const ready = [0, -Math.PI / 4, 0, (-3 * Math.PI) / 4, 0, Math.PI / 2, Math.PI / 4];
    const [x, y, z] = poseOf(model, 'panda_hand_tcp', ready).map((row) => row[3]);
    expectClose([x, y, z], [0.306891, 0, 0.486882], 1e-6);
  });

  it("the Panda's masses are those that Gaz et al. identified", () => {
    expect(masses(load('panda').model).slice(0, 8)).toEqual([
      0.629769, 4.970684, 0.646926, 3.228604, 3.587895, 1.225946, 1.666555, 0.735522,
    ]);
  });

  it("the UR5e's tool goes where its maker's Denavit-Hartenberg table leads", () => {
    const { model } = load('ur5e');
    const random = new Random(testSeed + 1);
    for (let i = 0; i < testCases(50); i++) {
      const q = random.list(6, -Math.PI, Math.PI);
      expectClose(poseOf(model, 'tool0', q).flat(), classic(ur5eTable, q).flat(), 1e-12);
    }
  });

  it("the UR5e's moving masses are its maker's", () => {
    expect(load('ur5e').model.bodies.map(({ inertia }) => inertia.mass)).toEqual([
      3.761, 8.058, 2.846, 1.37, 1.3, 0.365,
    ]);
  });

  it('the planar arm stays in its plane, and reaches 0.9 m', () => {
    const { model } = load('planar-2link');
    for (const q of [
      [0, 0],
      [0.7, -1.9],
      [-2, 2.5],
    ]) {
      // prettier-ignore
      const tip = poseOf(model, 'tip', q).map((row) => row[3]);
      expectClose(
        tip,
        [
          0.5 * Math.cos(q[0]) + 0.4 * Math.cos(q[0] + q[1]),
          0,
          1 + 0.5 * Math.sin(q[0]) + 0.4 * Math.sin(q[0] + q[1]),
          1,
        ],
        1e-12,
      );
    }
  });

  it('the pendulum hangs down at zero', () => {
    const { model } = load('pendulum');
    expectClose(
      poseOf(model, 'tip', [0]).map((row) => row[3]),
      [0, 0, 0.3, 1],
      1e-12,
    );
    expect(forwardKinematics(model, tensor([0]))).toHaveLength(1);
  });
});
