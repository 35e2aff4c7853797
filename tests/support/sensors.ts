/** @file What tests of sensors start from: moments of robots, and a tree with every type of joint. */
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { sensedMoment } from '../../src/estimation/sensors/sensed.ts';
import type { Sensed, Sensor } from '../../src/estimation/sensors/sensor.ts';
import { concat, slice } from '../../src/core/ops/indexing.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';

const link = (name: string): string =>
  `<link name="${name}"><inertial><origin xyz="0.1 0.05 -0.02"/><mass value="1.5"/><inertia ixx="0.02" iyy="0.03" izz="0.025"/></inertial></link>`;
const joint = (type: string, parent: string, child: string, axis: string): string =>
  `<joint name="${child}" type="${type}"><origin xyz="0.3 -0.1 0.2" rpy="0.4 -1 2"/><parent link="${parent}"/><child link="${child}"/><axis xyz="${axis}"/><limit lower="-3" upper="3" effort="50" velocity="9"/><dynamics damping="0.4" friction="0.1"/></joint>`;

/** A revolute, a prismatic and a continuous joint with friction, and a frame `tip` fixed to the last link. */
export const mixedArm: RobotModel = loadRobot(
  `<robot name="mixed"><link name="base"/>${['turn', 'slide', 'spin'].map(link).join('')}<link name="tip"/>${joint('revolute', 'base', 'turn', '0 0 1')}${joint('prismatic', 'turn', 'slide', '0 1 0')}${joint('continuous', 'slide', 'spin', '1 0 0')}<joint name="end" type="fixed"><origin xyz="0.1 0.2 0.3" rpy="1 0.2 -0.5"/><parent link="spin"/><child link="tip"/></joint></robot>`,
).model;

/** The moment of the numbers [q; v; tau] (3 nv). */
export function momentOf(model: RobotModel, x: PopulationTensor, goals: Goals = {}): Sensed {
  const part = (k: number): PopulationTensor => slice(x, [k * model.nv], [(k + 1) * model.nv]);
  return sensedMoment(model, { q: part(0), v: part(1), tau: part(2), goals });
}

/** Draws that disturb nothing. */
export const undisturbed = (sensor: Sensor) => ({
  normal: tensor(sensor.channels.map(() => 0)),
  uniform: tensor(0.5),
});

export const joined = (...parts: readonly (readonly number[])[]): PopulationTensor =>
  concat(parts.map((part) => tensor([...part])));
