import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';

const inertia = '<inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/>';
const inertial = `<inertial><mass value="1"/>${inertia}</inertial>`;
const moving = (rest = ''): string =>
  `<joint name="j" type="continuous"><parent link="base"/><child link="arm"/><axis xyz="0 0 1"/>${rest}</joint>`;
const robot = (inner: string): string => `<?xml version="1.0"?>\n<robot name="r">\n${inner}\n</robot>\n`;
const twoLinks = `<link name="base"/><link name="arm">${inertial}</link>`;

describe('what published files contain loads without a word', () => {
  it.each([
    [
      'a mass before its origin',
      `<link name="base"/><link name="arm"><inertial><mass value="1"/><origin xyz="1 0 0"/>${inertia}</inertial></link>${moving()}`,
    ],
    [
      'frames without mass: a tool, and a base of zero mass and inertia',
      `<link name="base"><inertial><mass value="0"/><inertia ixx="0" iyy="0" izz="0"/></inertial></link><link name="arm">${inertial}</link>${moving()}
       <link name="tool0"/><joint name="tool" type="fixed"><parent link="arm"/><child link="tool0"/></joint>`,
    ],
    [
      'a root link "world" with a fixed joint',
      `<link name="world"/>${twoLinks}<joint name="w" type="fixed"><parent link="world"/><child link="base"/></joint>${moving()}`,
    ],
    [
      'a zero axis, and none, on fixed joints',
      `${twoLinks}<joint name="j" type="fixed"><parent link="base"/><child link="arm"/><axis xyz="0 0 0"/></joint>`,
    ],
    [
      'safety controllers, transmissions and Gazebo tags',
      `${twoLinks}${moving('<safety_controller k_velocity="1"/>')}<transmission name="t"><type>x</type></transmission><gazebo reference="arm"><mu1>0.2</mu1></gazebo>`,
    ],
    [
      'meshes of packages',
      `<link name="base"><visual><geometry><mesh filename="package://x/y.dae" scale="1 1 1"/></geometry></visual></link><link name="arm">${inertial}</link>${moving()}`,
    ],
    ['continuous joints without limits', `${twoLinks}${moving()}`],
    [
      'comments and processing instructions anywhere, with the macros that were expanded',
      `<!-- <xacro:include filename="$(find x)/y.xacro"/> ${'${z}'} --><?x y?>${twoLinks}<!-- a -->${moving('<!-- b --><?c d?>')}<!---->`,
    ],
  ])('%s', (_name, inner) => {
    expect(loadRobot(robot(inner)).findings).toEqual([]);
  });

  it('a mass before its origin has the same center as one after it', () => {
    const load = (body: string): unknown =>
      loadRobot(robot(`<link name="base"/><link name="arm"><inertial>${body}</inertial></link>${moving()}`)).model
        .bodies;
    const [mass, origin] = ['<mass value="2"/>', '<origin xyz="0.1 0.2 0.3" rpy="0.4 0.5 0.6"/>'];
    expect(load(mass + origin + inertia)).toEqual(load(inertia + origin + mass));
  });

  it('a joint that follows another', () => {
    const text = robot(
      `${twoLinks}<link name="finger">${inertial}</link>${moving()}
       <joint name="k" type="continuous"><parent link="arm"/><child link="finger"/><mimic joint="j"/></joint>`,
    );
    const { model, findings } = loadRobot(text);
    expect([model.nv, findings]).toEqual([1, []]);
    expect(loadRobot(text, { weld: ['k'] }).model.nv).toBe(1);
  });
});
