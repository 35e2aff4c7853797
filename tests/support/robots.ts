/** @file Robots for tests: those of assets, and random trees. */
import { readFileSync } from 'node:fs';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import type { Random } from './random.ts';

export const assetNames = ['panda', 'ur5e', 'planar-2link', 'pendulum'] as const;

export const assetText = (name: string): string =>
  readFileSync(new URL(`../../assets/robots/${name}.urdf`, import.meta.url), 'utf8');

export const assetModel = (name: string): RobotModel => loadRobot(assetText(name), { file: `${name}.urdf` }).model;

export const sceneText = (name: string): string =>
  readFileSync(new URL(`../../scenes/${name}.json`, import.meta.url), 'utf8');

const list = (values: readonly number[]): string => values.join(' ');

/** Entries ixx … izz of a random possible inertia: principal moments from a box's second moments, randomly turned. */
function randomInertia(random: Random, mass: number): readonly number[] {
  const second = [0, 1, 2].map(() => mass * random.uniform(0.001, 0.05));
  const axis = [random.normal(), random.normal(), random.normal(), random.normal()];
  const n = Math.hypot(...axis);
  const [x, y, z, w] = axis.map((value) => value / n);
  const R = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
    [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
    [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
  ];
  // the second-moment matrix S turned; inertia is trace(S) 1 - S
  const S = (i: number, j: number): number => R[i].reduce((total, _, k) => total + R[i][k] * second[k] * R[j][k], 0);
  const trace = S(0, 0) + S(1, 1) + S(2, 2);
  return [trace - S(0, 0), -S(0, 1), -S(0, 2), trace - S(1, 1), -S(1, 2), trace - S(2, 2)];
}

function randomLink(random: Random, name: string, hasInertia: boolean): string {
  if (!hasInertia) return `  <link name="${name}"/>\n`;
  const mass = random.uniform(0.2, 5);
  const [ixx, ixy, ixz, iyy, iyz, izz] = randomInertia(random, mass);
  return `  <link name="${name}"><inertial><mass value="${mass}"/><origin xyz="${list(random.list(3, -0.2, 0.2))}" rpy="${list(random.list(3, -3, 3))}"/><inertia ixx="${ixx}" ixy="${ixy}" ixz="${ixz}" iyy="${iyy}" iyz="${iyz}" izz="${izz}"/></inertial></link>\n`;
}

/** URDF of a random tree or chain with 1 to `most` moving joints, some fixed ones, random axes, origins and inertias. */
export function randomRobot(random: Random, most = 12): string {
  const moving = random.integer(1, most);
  const chain = random.next() < 0.4;
  let text = randomLink(random, 'link0', random.next() < 0.5);
  let joints = '';
  let count = 0;
  for (let i = 1; count < moving; i++) {
    const type = random.pick(['revolute', 'continuous', 'prismatic', 'revolute', 'fixed'] as const);
    const parent = chain ? i - 1 : random.integer(Math.max(0, i - 4), i - 1);
    const axis = [random.normal(), random.normal(), random.normal()];
    const n = Math.hypot(...axis);
    const aligned = random.next() < 0.3;
    const direction = aligned
      ? [0, 0, 0].with(random.integer(0, 2), random.pick([1, -1]))
      : axis.map((value) => value / n);
    // a fixed link without inertia is common; a moving one has to have one
    text += randomLink(random, `link${i}`, type !== 'fixed' || random.next() < 0.6);
    joints += `  <joint name="joint${i}" type="${type}"><origin xyz="${list(random.list(3, -0.5, 0.5))}" rpy="${random.next() < 0.3 ? '0 0 0' : list(random.list(3, -3, 3))}"/><parent link="link${parent}"/><child link="link${i}"/>`;
    if (type !== 'fixed') {
      joints += `<axis xyz="${list(direction)}"/>`;
      if (type !== 'continuous') joints += '<limit lower="-3" upper="3" effort="100" velocity="10"/>';
      count++;
    }
    joints += '</joint>\n';
  }
  return `<?xml version="1.0"?>\n<robot name="random">\n${text}${joints}</robot>\n`;
}
