/** @file A double pendulum of two points of 1 kg on massless rods of 1 m, and its angles against the vertical. */
import { loadRobot } from '../../src/robot/urdf/load.ts';
import type { RobotModel } from '../../src/robot/model.ts';

const link = (name: string): string =>
  `<link name="${name}"><inertial><origin xyz="0 0 -1"/><mass value="1"/><inertia ixx="0" ixy="0" ixz="0" iyy="0" iyz="0" izz="0"/></inertial></link>`;

const joint = (name: string, parent: string, child: string, z: number): string =>
  `<joint name="${name}" type="continuous"><origin xyz="0 0 ${z}"/><parent link="${parent}"/><child link="${child}"/><axis xyz="0 1 0"/></joint>`;

/** Angles are those of each joint; 0 hangs down. */
export const doublePendulum = (): RobotModel =>
  loadRobot(
    `<robot name="double-pendulum"><link name="base"/>${link('upper')}${link('lower')}${joint('first', 'base', 'upper', 0)}${joint('second', 'upper', 'lower', -1)}</robot>`,
  ).model;

/** Angles against the vertical from those of the joints, and their speeds: [4, 4] row by row; and back. */
export const toVertical = Float64Array.of(1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1);
export const fromVertical = Float64Array.of(1, 0, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, -1, 1);
