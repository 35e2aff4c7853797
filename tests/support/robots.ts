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

/** A joint of a random tree: `attributes` and what stands inside, in the order of the file. */
interface RandomJoint {
  readonly name: string;
  readonly type: 'revolute' | 'continuous' | 'prismatic' | 'fixed';
  readonly inside: string;
}

const rendered = (links: string, joints: readonly RandomJoint[]): string =>
  `<?xml version="1.0"?>\n<robot name="random">\n${links}${joints
    .map(({ name, type, inside }) => `  <joint name="${name}" type="${type}">${inside}</joint>\n`)
    .join('')}</robot>\n`;

function randomTree(random: Random, most: number): { readonly links: string; readonly joints: RandomJoint[] } {
  const moving = random.integer(1, most);
  const chain = random.next() < 0.4;
  let links = randomLink(random, 'link0', random.next() < 0.5);
  const joints: RandomJoint[] = [];
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
    links += randomLink(random, `link${i}`, type !== 'fixed' || random.next() < 0.6);
    let inside = `<origin xyz="${list(random.list(3, -0.5, 0.5))}" rpy="${random.next() < 0.3 ? '0 0 0' : list(random.list(3, -3, 3))}"/><parent link="link${parent}"/><child link="link${i}"/>`;
    if (type !== 'fixed') {
      inside += `<axis xyz="${list(direction)}"/>`;
      if (type !== 'continuous') inside += '<limit lower="-3" upper="3" effort="100" velocity="10"/>';
      count++;
    }
    joints.push({ name: `joint${i}`, type, inside });
  }
  return { links, joints };
}

/** URDF of a random tree or chain with 1 to `most` moving joints, some fixed ones, random axes, origins and inertias. */
export function randomRobot(random: Random, most = 12): string {
  const { links, joints } = randomTree(random, most);
  return rendered(links, joints);
}

const shuffled = <T>(random: Random, items: readonly T[]): T[] => {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const k = random.integer(0, i);
    [all[i], all[k]] = [all[k], all[i]];
  }
  return all;
};

const randomMimic = (random: Random, joint: string): string => {
  const multiplier = random.next() < 0.3 ? random.pick([1, -1]) : random.pick([1, -1]) * random.uniform(0.3, 2);
  const written = multiplier === 1 && random.next() < 0.5 ? '' : ` multiplier="${multiplier}"`;
  const offset = random.next() < 0.5 ? '' : ` offset="${random.uniform(-0.5, 0.5)}"`;
  return `<mimic joint="${joint}"${written}${offset}/>`;
};

/**
 * URDF of such a tree where a part of the moving joints (`share` of them on average, never all) follows others: in chains,
 * across branches, with offsets and negative multipliers, the followed joint anywhere in the tree and in the file, whose
 * joints are shuffled.
 */
export function randomMimicRobot(random: Random, most = 12, share = 0.5): string {
  const { links, joints } = randomTree(random, most);
  // each may follow one that comes before it in some order, so that there are no cycles
  const order = shuffled(
    random,
    joints.filter(({ type }) => type !== 'fixed'),
  );
  const follows = new Map<string, string>();
  order.forEach(({ name }, i) => {
    if (i > 0 && random.next() < share) follows.set(name, order[random.integer(0, i - 1)].name);
  });
  const coupled = joints.map((joint) => {
    const followed = follows.get(joint.name);
    return followed === undefined ? joint : { ...joint, inside: joint.inside + randomMimic(random, followed) };
  });
  return rendered(links, shuffled(random, coupled));
}
