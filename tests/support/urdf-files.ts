/** @file URDF files of two links and a joint whose parts can be replaced, and what is found in them. */
import { expect, it } from 'vitest';
import { type RobotFinding, RobotFormatError } from '../../src/errors.ts';
import { loadRobot, type LoadOptions } from '../../src/robot/urdf/load.ts';

export const inertial =
  '<inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial>';
export const limit = '<limit lower="-1" upper="1" effort="10" velocity="1"/>';

/** A robot of two links and one joint; parts can be replaced. One element a line, so that positions are easy to read. */
export function robot(
  parts: Partial<
    Record<
      'head' | 'base' | 'arm' | 'type' | 'parent' | 'child' | 'axis' | 'limit' | 'dynamics' | 'joint' | 'tail',
      string
    >
  > = {},
): string {
  const {
    head = '<robot name="r">',
    base = '<link name="base"/>',
    arm = `<link name="arm">${inertial}</link>`,
    type = 'revolute',
  } = parts;
  const {
    parent = '<parent link="base"/>',
    child = '<child link="arm"/>',
    axis = '<axis xyz="0 0 1"/>',
    dynamics = '',
    tail = '',
  } = parts;
  const joint =
    parts.joint ??
    `<joint name="j" type="${type}">\n${parent}\n${child}\n${axis}\n${parts.limit ?? limit}\n${dynamics}\n</joint>`;
  return `${head}\n${base}\n${arm}\n${joint}\n${tail}\n</robot>\n`;
}

/** Everything that is found in a file: of the error where it is refused, of the model where it is not. */
export function findingsOf(
  input: string | Uint8Array,
  options: LoadOptions = {},
): { readonly refused: boolean; readonly list: readonly RobotFinding[]; readonly message: string } {
  try {
    return { refused: false, list: loadRobot(input, { file: 'r.urdf', ...options }).findings, message: '' };
  } catch (error) {
    if (!(error instanceof RobotFormatError)) throw error;
    return { refused: true, list: error.findings, message: error.message };
  }
}

export type Expectation = readonly [
  row: number,
  name: string,
  input: string | Uint8Array,
  code: string,
  at: readonly [number, number],
  text: RegExp,
];

export const bytes = (...values: number[]): Uint8Array =>
  Uint8Array.from([...values, ...new Array<number>(100).fill(1)]);
export const inertia = (values: string): string =>
  `<link name="arm"><inertial><mass value="1"/>\n<inertia ${values}/></inertial></link>`;
export const mass = (value: string): string =>
  `<link name="arm"><inertial>\n<mass value="${value}"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>`;
export const shape = (geometry: string): string =>
  `<link name="arm">${inertial}<visual>\n<geometry>${geometry}</geometry></visual></link>`;
export const joint = (inner: string, attributes = 'name="j" type="revolute"'): string =>
  `<joint ${attributes}>\n${inner}\n</joint>`;
export const ends = '<parent link="base"/><child link="arm"/><axis xyz="0 0 1"/>';
export const mimicJoints = (first: string, second: string): string =>
  `<joint name="a" type="revolute">${ends}${limit}\n${first}</joint>\n<link name="x">${inertial}</link><joint name="b" type="revolute"><parent link="arm"/><child link="x"/>${limit}\n${second}</joint>`;

/** Each file is refused by a finding of the code at the place, in words that help. */
export const itRefuses = (refused: readonly Expectation[]): void =>
  it.each(refused)('row %i: %s', (_row, _name, input, code, at, text) => {
    const { refused: isRefused, list, message } = findingsOf(input);
    expect(isRefused).toBe(true);
    const finding = list.find((candidate) => candidate.code === code);
    expect(finding, message).toMatchObject({ severity: 'error', line: at[0], column: at[1] });
    expect(message).toMatch(text);
    expect(message).toContain(`r.urdf:${at[0]}:${at[1]}: error[${code}]`);
  });

/** Each file loads, with a warning of the code at the place, in words that help. */
export const itWarns = (warned: readonly Expectation[]): void =>
  it.each(warned)('row %i: %s', (_row, _name, input, code, at, text) => {
    const { refused: isRefused, list, message } = findingsOf(input);
    expect(isRefused, message).toBe(false);
    const finding = list.find((candidate) => candidate.code === code);
    expect(finding).toMatchObject({ severity: 'warning', line: at[0], column: at[1] });
    expect([finding?.problem, finding?.remedy].join('; ')).toMatch(text);
  });
