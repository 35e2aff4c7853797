/** @file Random arms whose drives have forces to spare, and the built-in ones. */
import type { RobotModel } from '../../../src/robot/model.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import type { Random } from '../random.ts';
import { assetText } from '../robots.ts';

/** A robot and its file. */
export interface Arm {
  readonly file: string;
  readonly text: string;
  readonly model: RobotModel;
}

/** What of a random arm is chosen beforehand. */
export interface ArmOptions {
  readonly joints?: number;
  /** Factor on the effort limits: 1 holds the arm against gravity several times over. */
  readonly strength?: number;
  /** Axes all alike, in the vertical plane. */
  readonly planar?: boolean;
  readonly damping?: number;
  /** A second arm on the same base, with which the first has nothing to do. */
  readonly beside?: boolean;
}

const gravity = 9.81;

interface Chain {
  readonly links: string;
  readonly joints: string;
}

function chain(
  random: Random,
  prefix: string,
  { joints = 2, strength = 1, planar = false, damping }: ArmOptions,
): Chain {
  const lengths = random.list(joints, 0.2, 0.5);
  const masses = random.list(joints, 0.3, 2);
  let [links, all] = ['', ''];
  for (let i = 0; i < joints; i++) {
    const [l, m] = [lengths[i], masses[i]];
    // moment of all that hangs on the joint, stretched out
    let [moment, reach] = [0, 0];
    for (let k = i; k < joints; k++) {
      moment += masses[k] * gravity * (reach + lengths[k] / 2);
      reach += lengths[k];
    }
    const inertia = (m * l * l) / 12;
    const axis = planar
      ? '0 1 0'
      : i === 0
        ? random.pick(['0 0 1', '0 1 0'])
        : random.pick(['0 1 0', '0 1 0', '0 0 1']);
    links += `<link name="${prefix}${i + 1}"><inertial><origin xyz="${l / 2} 0 0"/><mass value="${m}"/><inertia ixx="${inertia / 10}" ixy="0" ixz="0" iyy="${inertia}" iyz="0" izz="${inertia}"/></inertial></link>\n`;
    const parent = i === 0 ? 'base' : `${prefix}${i}`;
    const origin = i === 0 ? (prefix === 'b' ? '0 0.5 0' : '0 0 0') : `${lengths[i - 1]} 0 0`;
    all += `<joint name="${prefix}joint${i + 1}" type="revolute"><origin xyz="${origin}"/><parent link="${parent}"/><child link="${prefix}${i + 1}"/><axis xyz="${axis}"/><limit lower="-2.8" upper="2.8" effort="${strength * 6 * moment}" velocity="10"/><dynamics damping="${damping ?? random.uniform(0.02, 0.3)}"/></joint>\n`;
  }
  links += `<link name="${prefix}tip"/>\n`;
  all += `<joint name="${prefix}end" type="fixed"><origin xyz="${lengths[joints - 1]} 0 0"/><parent link="${prefix}${joints}"/><child link="${prefix}tip"/></joint>\n`;
  return { links, joints: all };
}

/** An arm of rods of random lengths, masses and axes; its last link is "atip". */
export function randomArm(random: Random, options: ArmOptions = {}): Arm {
  const own = { joints: random.integer(2, 3), ...options };
  const chains = [
    chain(random, 'a', own),
    ...(own.beside ? [chain(random, 'b', { ...own, joints: random.integer(1, 2) })] : []),
  ];
  const text = `<robot name="arm">\n<link name="base"/>\n${chains.map(({ links, joints }) => links + joints).join('')}</robot>\n`;
  const file = 'arm.urdf';
  return { file, text, model: loadRobot(text, { file }).model };
}

/** A built-in arm. */
export function builtInArm(name: string): Arm {
  const text = assetText(name);
  const file = `${name}.urdf`;
  return { file, text, model: loadRobot(text, { file }).model };
}

/** A random arm, or now and then a built-in one. */
export const anyArm = (random: Random): Arm =>
  random.next() < 0.7 ? randomArm(random) : builtInArm(random.pick(['planar-2link', 'planar-2link', 'ur5e']));
