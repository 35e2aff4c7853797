/** @file Motions in Rapier against closed forms and against ours: pendulums, sliding joints, random trees. */
import { describe, expect, it } from 'vitest';
import type { RobotModel } from '../../../src/robot/model.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { rapierPhysics } from '../../../src/sim2sim/rapier/rapier-physics.ts';
import { Random, testCases } from '../../support/random.ts';
import { assetModel, randomRobot } from '../../support/robots.ts';
import { endOf, farthest, type Motion, trueEnd, unresisted } from '../../support/second-physics.ts';

const dt = 0.005;

/** Largest differences from the true motion. */
async function errorsOf(model: RobotModel, motion: Motion, rate = 1000): Promise<{ q: number; v: number }> {
  const physics = await rapierPhysics(model, { dt, rate, stops: false });
  const [theirs, truth] = [endOf(physics, motion), trueEnd(model, dt, motion)];
  physics.close();
  return {
    q: farthest(theirs.slice(0, model.nq), truth.slice(0, model.nq)),
    v: farthest(theirs.slice(model.nq), truth.slice(model.nq)),
  };
}

const link = (name: string, mass: number, com: string): string =>
  `<link name="${name}"><inertial><mass value="${mass}"/><origin xyz="${com}" rpy="0.3 0.2 0.1"/><inertia ixx="0.02" ixy="0" ixz="0" iyy="0.03" iyz="0" izz="0.04"/></inertial></link>`;

describe('a pendulum in Rapier', () => {
  it('swings with the period of its closed form, far from small angles', async () => {
    const [mass, length, inertia, start] = [2, 0.5, 0.1, 2];
    const { model } = loadRobot(
      `<robot name="p"><link name="base"/><link name="bob"><inertial><mass value="${mass}"/><origin xyz="0 0 ${-length}"/><inertia ixx="0.1" ixy="0" ixz="0" iyy="${inertia}" iyz="0" izz="0.1"/></inertial></link><joint name="pivot" type="continuous"><parent link="base"/><child link="bob"/><axis xyz="0 1 0"/></joint></robot>`,
    );
    // period = 2 pi / (w agm(1, cos(start / 2))), by the arithmetic-geometric mean (Gauss)
    const w = Math.sqrt((mass * 9.81 * length) / (inertia + mass * length * length));
    let [a, b] = [1, Math.cos(start / 2)];
    for (let i = 0; i < 8; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    const period = (2 * Math.PI) / (w * a);
    const steps = 400;
    const physics = await rapierPhysics(model, { dt: period / steps });
    const after = (count: number): number[] => endOf(physics, { q: [start], v: [0], tau: [0], steps: count });
    const [quarter] = after(steps / 4);
    const [half] = after(steps / 2);
    const [whole, still] = after(steps);
    expect(Math.abs(quarter)).toBeLessThan(1e-3);
    expect(Math.abs(half + start)).toBeLessThan(1e-3);
    expect(Math.abs(whole - start)).toBeLessThan(1e-3);
    expect(Math.abs(still)).toBeLessThan(1e-2);
    physics.close();
  });

  it('comes closer with a finer rate, in the first order of it', async () => {
    const model = unresisted(assetModel('pendulum'));
    const motion = { q: [0.5], v: [0.2], tau: [0], steps: 200 };
    const [coarse, fine] = [await errorsOf(model, motion, 200), await errorsOf(model, motion, 800)];
    expect(coarse.q).toBeLessThan(2e-3);
    expect(fine.q).toBeLessThan(coarse.q / 2);
    expect(fine.v).toBeLessThan(coarse.v / 2);
  });

  it('counts its turns, and loses some speed to the impulses that bend its path', async () => {
    const model = unresisted(assetModel('pendulum'));
    const motion = { q: [20], v: [15], tau: [0], steps: 200 };
    expect(trueEnd(model, dt, motion)[0]).toBeGreaterThan(30);
    // an impulse that turns a velocity by w h leaves its cosine: w^2 h / 2 a second, where 16 h are a step
    const lost = (15 * 15 * 15) / (2 * 16 * 1000);
    const { q, v } = await errorsOf(model, motion);
    expect(v).toBeLessThan(1.5 * lost);
    expect(q).toBeLessThan(lost);
  });
});

describe('a double pendulum in Rapier', () => {
  it('swings as ours does', async () => {
    const model = unresisted(assetModel('planar-2link'));
    const { q, v } = await errorsOf(model, { q: [0.5, 0.8], v: [0, 0.2], tau: [0, 0], steps: 100 });
    expect(q).toBeLessThan(2e-3);
    expect(v).toBeLessThan(2e-2);
  });
});

describe('sliding joints in Rapier', () => {
  const urdf = `<robot name="s">${link('base', 1, '0 0 0')}${link('first', 2, '0.1 0.2 0.3')}${link('second', 1, '-0.2 0.1 0.1')}
<joint name="a" type="prismatic"><parent link="base"/><child link="first"/><origin xyz="0.1 0.2 0.3" rpy="0.4 0.3 0.2"/><axis xyz="0 0.6 0.8"/><limit lower="-9" upper="9" effort="99" velocity="9"/></joint>
<joint name="b" type="prismatic"><parent link="first"/><child link="second"/><origin xyz="0.3 0.1 0" rpy="0.1 0.7 0.2"/><axis xyz="0.8 0 0.6"/><limit lower="-9" upper="9" effort="99" velocity="9"/></joint></robot>`;

  it('fall as bodies on a slope', async () => {
    const { model } = loadRobot(
      urdf.replace(/<joint name="b"[\s\S]*?<\/joint>|<link name="second">[\s\S]*?<\/link>/g, ''),
    );
    // along the axis, the z of which in the world is that of rpy "0.4 0.3 0.2"
    const [sinRoll, cosRoll, cosPitch] = [Math.sin(0.4), Math.cos(0.4), Math.cos(0.3)];
    const a = -9.81 * (0.6 * cosPitch * sinRoll + 0.8 * cosPitch * cosRoll);
    const physics = await rapierPhysics(model, { dt });
    const [q, v] = endOf(physics, { q: [0.5], v: [1], tau: [2], steps: 100 });
    const driven = a + 2 / 2;
    expect(Math.abs(q - (0.5 + 0.5 + (driven * 0.25) / 2))).toBeLessThan(1e-3);
    expect(Math.abs(v - (1 + driven * 0.5))).toBeLessThan(1e-4);
    physics.close();
  });

  it('push each other as in ours', async () => {
    const { model } = loadRobot(urdf);
    const { q, v } = await errorsOf(model, { q: [0.3, -0.2], v: [1, -2], tau: [5, -8], steps: 100 });
    expect(q).toBeLessThan(1e-3);
    expect(v).toBeLessThan(1e-3);
  });
});

describe('random trees in Rapier', () => {
  it('move as ours do: order and signs of joints, turned frames of inertia, branches', async () => {
    const random = new Random();
    const types = new Set<string>();
    for (let i = 0; i < testCases(12); i++) {
      const { model } = loadRobot(randomRobot(random, 6));
      for (const { type } of model.joints) types.add(type);
      const [q, v, tau] = [1, 1, 3].map((size) => random.list(model.nv, -size, size));
      const motion = { q, v, tau, steps: 10 };
      const errors = await errorsOf(model, motion);
      expect(errors.q).toBeLessThan(2e-3);
      // positions have 24 bits, and what holds joints together answers to the last of them
      expect(errors.v).toBeLessThan(2e-2);
    }
    expect(types.size).toBe(3);
  });
});
