/** @file Which robots have a regular mass matrix, against eigenvalues of one that is put together from Jacobians. */
import { describe, expect, it } from 'vitest';
import { RobotFormatError } from '../../src/errors.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot, type LoadOptions } from '../../src/robot/urdf/load.ts';
import { scaledEigenvalues } from '../support/kinetic-energy.ts';
import { Random, testCases, testSeed } from '../support/random.ts';

const inertial = (mass: number, at: string, inertia: string): string => {
  const [ixx, iyy, izz] = inertia.split(' ');
  return `<inertial><origin xyz="${at}"/><mass value="${mass}"/><inertia ixx="${ixx}" iyy="${iyy}" izz="${izz}"/></inertial>`;
};

/** Nothing, a frame of zeros, points on and off the axes, rods along them, inertia without mass, and solids. */
const randomInertial = (random: Random): string =>
  random.pick([
    () => '',
    () => inertial(0, '0 0 0', '0 0 0'),
    () => inertial(random.uniform(0.1, 2), '0 0 0', '0 0 0'),
    () => inertial(random.uniform(0.1, 2), random.pick(['0.2 0 0', '0 0.3 0', '0 0 0.1', '0.1 0.2 0']), '0 0 0'),
    () => inertial(1, random.pick(['0 0 0', '0.1 0 0']), random.pick(['0 0.02 0.02', '0.02 0 0.02', '0.02 0.02 0'])),
    () => inertial(0, '0 0 0', '0.01 0.01 0.01'),
    () => inertial(random.uniform(0.1, 5), '0.1 0 0', '0.01 0.02 0.02'),
    () => inertial(random.uniform(0.1, 5), '0 0 0.1', '0.02 0.03 0.025'),
  ])();

/** Trees whose axes and origins often coincide, with joints that follow others. */
function bareRobot(random: Random): string {
  const count = random.integer(1, 7);
  let text = `<link name="l0">${inertial(1, '0 0 0', '1 1 1')}</link>`;
  const order = Array.from({ length: count }, (_, i) => i + 1).sort(() => random.next() - 0.5);
  for (let i = 1; i <= count; i++) {
    const rank = order.indexOf(i);
    const mimic =
      rank > 0 && random.next() < 0.25
        ? `<mimic joint="j${order[random.integer(0, rank - 1)]}" multiplier="${random.pick([1, -1, 0.5, -2])}" offset="${random.pick([0, 0.3])}"/>`
        : '';
    const origin = random.pick(['0 0 0', '0 0 0', '0.3 0 0', '0 0.2 0', '0 0 0.4']);
    text += `\n<link name="l${i}">${randomInertial(random)}</link>
<joint name="j${i}" type="${random.pick(['revolute', 'continuous', 'prismatic', 'revolute'])}">
<origin xyz="${origin}"/><parent link="l${random.integer(Math.max(0, i - 2), i - 1)}"/><child link="l${i}"/>
<axis xyz="${random.pick(['1 0 0', '0 1 0', '0 0 1', '0.6 0.8 0'])}"/><limit lower="-2" upper="2" effort="1" velocity="1"/>${mimic}</joint>`;
  }
  return `<robot name="bare">${text}</robot>`;
}

type Verdict = { readonly model: RobotModel } | { readonly refusal: RobotFormatError };

function verdictOn(text: string, options: LoadOptions = {}): Verdict {
  try {
    return { model: loadRobot(text, options).model };
  } catch (error) {
    if (error instanceof RobotFormatError) return { refusal: error };
    throw error;
  }
}

const jointNames = (text: string): string[] => [...text.matchAll(/<joint name="(\w+)"/g)].map(([, name]) => name);

/** The model whatever its masses are: with rotors, which are taken out again. */
function modelOf(text: string): RobotModel {
  const armature = Object.fromEntries(jointNames(text).map((name) => [name, 1]));
  const { model } = loadRobot(text, { armature });
  return { ...model, joints: model.joints.map((joint) => ({ ...joint, armature: 0 })) };
}

/** The smallest eigenvalue at 0 and at random places. */
function smallest(model: RobotModel, random: Random): number {
  const joints = independentJoints(model);
  const places = Array.from({ length: 5 }, (_, k) =>
    joints.map(({ limits: { lower, upper } }) =>
      k === 0 ? Math.min(Math.max(0, lower), upper) : random.uniform(Math.max(lower, -3), Math.min(upper, 3)),
    ),
  );
  return Math.min(...places.map((q) => scaledEigenvalues(model, q)[0]));
}

describe(`masses are judged by the tree (TEST_SEED=${testSeed})`, () => {
  const cases = testCases(600);

  it(`as eigenvalues judge it, on ${cases} trees of frames, points and rods`, () => {
    const random = new Random();
    const counts = { regular: 0, singular: 0, close: 0 };
    for (let i = 0; i < cases; i++) {
      const text = bareRobot(random);
      const verdict = verdictOn(text);
      // without any <inertial> there is kinematics only
      if ('model' in verdict && !verdict.model.hasInertia) continue;
      const eigenvalue = smallest(modelOf(text), random);
      const kind = eigenvalue < 1e-11 ? 'singular' : eigenvalue > 1e-7 ? 'regular' : 'close';
      counts[kind]++;
      if (kind === 'regular') expect('model' in verdict, `${text}\n${eigenvalue}`).toBe(true);
      if (kind === 'singular') {
        if ('model' in verdict) throw new Error(`accepted: ${text}\n${eigenvalue}`);
        expect(verdict.refusal.findings[0].problem).toMatch(/nothing resists joint/);
      }
    }
    expect(counts.regular).toBeGreaterThan(cases / 5);
    expect(counts.singular).toBeGreaterThan(cases / 5);
    expect(counts.close).toBeLessThan(cases / 50);
  });

  it('and repair leaves a regular mass matrix, or refuses', () => {
    const random = new Random(testSeed + 1);
    let repaired = 0;
    for (let i = 0; i < cases; i++) {
      const verdict = verdictOn(bareRobot(random), { repair: true });
      if (!('model' in verdict) || !verdict.model.hasInertia || verdict.model.nv === 0) continue;
      expect(smallest(verdict.model, random)).toBeGreaterThan(1e-13);
      repaired++;
    }
    expect(repaired).toBeGreaterThan(cases / 3);
  });

  it('and estimates always leave a regular one', () => {
    const random = new Random(testSeed + 2);
    for (let i = 0; i < cases; i++) {
      const text = bareRobot(random);
      const verdict = verdictOn(text, { estimateInertia: true, repair: true });
      expect('model' in verdict, 'refusal' in verdict ? `${text}\n${verdict.refusal.message}` : '').toBe(true);
      if ('model' in verdict && verdict.model.nv > 0) expect(smallest(verdict.model, random)).toBeGreaterThan(1e-13);
    }
  });
});
