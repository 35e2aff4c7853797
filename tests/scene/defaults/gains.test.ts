/** @file Gains that a step bears, also where axes coincide, joints resist and drives are weak. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { massMatrix } from '../../../src/dynamics/mass-matrix.ts';
import type { RobotModel } from '../../../src/robot/model.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { tune } from '../../../src/scene/defaults/gains.ts';
import { inverseOf, largestEigenpair } from '../../../src/scene/defaults/dense.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { expectClose } from '../../support/check.ts';
import { Random, testCases } from '../../support/random.ts';
import { randomRobot } from '../../support/robots.ts';
import { sceneFor } from '../../support/scenes.ts';

const gains = ({ controller }: Scene): { readonly kp: number[]; readonly kd: number[] } =>
  controller as unknown as { kp: number[]; kd: number[] };

/** Largest eigenvalue of M^-1 D, by many steps of the power iteration on the product itself. */
function strongest(model: RobotModel, q: readonly number[], D: readonly number[]): number {
  const n = D.length;
  const M = massMatrix(model, tensor([...q])).toArray();
  const inverse = inverseOf(D.map((_, i) => M.slice(i * n, (i + 1) * n)))!;
  let x = D.map((_, i) => 1 + 0.1 * i);
  let value = 0;
  for (let step = 0; step < 2000; step++) {
    const next = inverse.map((row) => row.reduce((sum, entry, i) => sum + entry * D[i] * x[i], 0));
    value = Math.hypot(...next) / Math.hypot(...x);
    x = next.map((entry) => entry / value);
  }
  return value;
}

/** A chain of masses of six orders of magnitude, and a posture of it. */
function longChain(seed: number): { readonly text: string; readonly q: number[] } {
  const random = new Random(seed);
  const count = random.integer(8, 30);
  const links = Array.from({ length: count }, (_, i) => {
    const mass = 10 ** random.uniform(-5, 1);
    const inertia = mass * 10 ** random.uniform(-6, -2);
    const type = random.pick(['continuous', 'continuous', 'prismatic']);
    const axis = [0, 0, 0].with(random.integer(0, 2), 1);
    const [center, origin] = [random.list(3, -0.1, 0.1), random.list(3, -0.2, 0.2)];
    return `<link name="l${i + 1}"><inertial><origin xyz="${center.join(' ')}"/><mass value="${mass}"/><inertia ixx="${inertia}" ixy="0" ixz="0" iyy="${inertia}" iyz="0" izz="${inertia}"/></inertial></link>
      <joint name="j${i + 1}" type="${type}"><parent link="l${i}"/><child link="l${i + 1}"/><origin xyz="${origin.join(' ')}"/><axis xyz="${axis.join(' ')}"/><limit lower="-1" upper="1" effort="100" velocity="1"/></joint>`;
  });
  return { text: `<robot name="long"><link name="l0"/>${links.join('')}</robot>`, q: random.list(count, -1.5, 1.5) };
}

describe('gains', () => {
  it('are borne by their step at the start: no eigenvalue of h M^-1 Kd is above a half', () => {
    const random = new Random();
    for (let i = 0; i < testCases(40); i++) {
      const seed = random.integer(0, 2 ** 31);
      const { model } = loadRobot(randomRobot(new Random(seed), 10));
      const { scene } = sceneFor(model);
      expect(strongest(model, scene.start.q, gains(scene).kd) * scene.time.step, `seed ${seed}`).toBeLessThan(0.51);
    }
  });

  const aligned = (count: number, inertia: number): string =>
    `<robot name="aligned"><link name="l0"/>${Array.from(
      { length: count },
      (_, i) =>
        `<link name="l${i + 1}"><inertial><origin xyz="0.1 0 0"/><mass value="${inertia}"/><inertia ixx="${inertia / 50}" ixy="0" ixz="0" iyy="${inertia / 50}" iyz="0" izz="${inertia / 50}"/></inertial></link>
        <joint name="j${i + 1}" type="continuous"><parent link="l${i}"/><child link="l${i + 1}"/><origin xyz="0 0 0.02"/><axis xyz="0 0 1"/></joint>`,
    ).join('')}</robot>`;

  it('are those of the masses where joints do not work on each other, critically damped at 6 rad/s', () => {
    const { model } = loadRobot(aligned(1, 2));
    const { kp, kd } = gains(sceneFor(model).scene);
    const inertia = 0.01 * 2 + 2 / 50;
    expectClose(kp, [36 * inertia], 1e-3 * 36 * inertia);
    expectClose(kd, [12 * inertia], 1e-3 * 12 * inertia);
  });

  it.each([2, 4, 8, 16, 40])('are stable where %i axes coincide', (count) => {
    const { model } = loadRobot(aligned(count, 1));
    const { scene } = sceneFor(model);
    const naive = massMatrix(model, tensor([...scene.start.q]))
      .toArray()
      .filter((_, i) => i % (count + 1) === 0);
    const factor = strongest(model, scene.start.q, naive);
    expect(factor).toBeGreaterThan(count);
    expect(scene.time.step * strongest(model, scene.start.q, gains(scene).kd)).toBeLessThan(0.51);
  });

  it('take a shorter step where a long one would leave them soft, and say which joint asks for it', () => {
    const { text, q } = longChain(113);
    const { model } = loadRobot(text);
    const posture = { q, position: [0, 0, 0], height: 0, gravity: q.map(() => 0), load: 0 };
    const { step, frequency, stiffest, kd } = tune(model, { start: posture, goal: posture, span: 1 });
    expect([step, frequency]).toEqual([0.002, 6]);
    expect(step * strongest(model, q, kd)).toBeLessThan(0.51);
    expect(stiffest).toMatch(/^j\d+$/);
  });

  it('overcome damping and friction of the joints', () => {
    const text = aligned(1, 2);
    const [plain, damped] = [text, text.replace('</joint>', '<dynamics damping="10" friction="2"/></joint>')].map(
      (robot) => gains(sceneFor(loadRobot(robot).model).scene),
    );
    // half of the frequency times the resistance on the way
    expectClose(damped.kp, [plain.kp[0] + 3 * (10 + 2 / Math.hypot(0.6, 0.05))], 0.2);
    expectClose(damped.kd, plain.kd, 0.01 * plain.kd[0]);
  });

  it('count the armature of a drive', () => {
    const { model } = loadRobot(aligned(1, 2), { armature: { j1: 0.5 } });
    expectClose(gains(sceneFor(model).scene).kd, [12 * (0.5 + 0.06)], 0.01);
  });

  it('are lower where a drive could not follow', () => {
    const weak = aligned(1, 2).replace('</joint>', '<limit effort="0.3" velocity="1"/></joint>');
    const { scene, notes } = sceneFor(loadRobot(weak).model);
    expect(gains(scene).kp[0]).toBeLessThan(36 * 0.06);
    expect(notes.join('\n')).toContain('slower for "j1"');
  });
});

describe('small dense matrices', () => {
  const random = new Random();
  const positive = (n: number): number[][] => {
    const B = Array.from({ length: n }, () => random.list(n));
    return B.map((row, i) => B.map((other, j) => row.reduce((sum, x, k) => sum + x * other[k], i === j ? 0.1 : 0)));
  };

  it('are inverted, and refused where they are not positive definite', () => {
    for (let n = 1; n < 12; n++) {
      const A = positive(n);
      const inverse = inverseOf(A)!;
      const product = A.map((row) => A.map((_, j) => row.reduce((sum, x, k) => sum + x * inverse[k][j], 0)));
      expectClose(product.flat(), A.flatMap((_, i) => A.map((__, j) => Number(i === j))), 1e-9); // prettier-ignore
    }
    expect(inverseOf([[1, 2], [2, 1]])).toBeNull(); // prettier-ignore
    expect(inverseOf([[0]])).toBeNull();
  });

  it('have a largest eigenvalue with its vector', () => {
    for (let n = 1; n < 12; n++) {
      const A = positive(n);
      const { value, vector } = largestEigenpair(A);
      const trace = A.reduce((sum, row, i) => sum + row[i], 0);
      expect(value).toBeLessThan(trace * (1 + 1e-12));
      expect(value).toBeGreaterThan(trace / n - 1e-9);
      expectClose(A.map((row) => row.reduce((sum, x, i) => sum + x * vector[i], 0)), vector.map((x) => value * x), 0.02 * value); // prettier-ignore
    }
    expect(largestEigenpair([[0]]).value).toBe(0);
  });
});
