/** @file A trajectory as files that other programs read: CSV for tables and spreadsheets, npz for NumPy. */
import { type CsvColumn, encodeCsv } from '../formats/csv.ts';
import { encodeNpz, type NpyArray } from '../formats/npz.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { JointTypeName, RobotModel } from '../robot/model.ts';
import { oneLine } from '../text/printable.ts';
import { requireTrajectory } from './require-trajectory.ts';
import type { SavedTrajectory } from './trajectory.ts';

const turning = { q: 'rad', v: 'rad/s', tau: 'N m' } as const;
const sliding = { q: 'm', v: 'm/s', tau: 'N' } as const;
const unitsOf = (type: JointTypeName): Readonly<Record<'q' | 'v' | 'tau', string>> =>
  type === 'prismatic' ? sliding : turning;

/** A column of rows, as many rows down as `first`; nothing stands where there is no row. */
const columnOf = (rows: Float64Array, width: number, column: number, count: number, first = 0): (number | null)[] =>
  Array.from({ length: count }, (_, i) => rows[(i - first) * width + column] ?? null);

/**
 * CSV with a row for each moment: time, q, v and tau by the names of the joints, and positions of the task's links, each with its unit in
 * the first row. Forces are held from their moment to the next, so the last has none; positions are known after each step, so the
 * first has none. Throws an ArgumentError where the trajectory is none of this robot's.
 */
export function trajectoryCsv(trajectory: SavedTrajectory, model: RobotModel): string {
  requireTrajectory(trajectory, model);
  const { dt, steps, links } = trajectory;
  const count = steps + 1;
  const joints = independentJoints(model);
  const ofJoints = (quantity: 'q' | 'v' | 'tau'): CsvColumn[] =>
    joints.map(({ name, type }, i) => ({
      name: `${quantity} ${oneLine(name)} [${unitsOf(type)[quantity]}]`,
      values: columnOf(trajectory[quantity], joints.length, i, count),
    }));
  const ofLinks = Object.entries(links).flatMap(([link, rows]) =>
    ['x', 'y', 'z'].map((axis, i) => ({
      name: `${axis} ${oneLine(link)} [m]`,
      values: columnOf(rows, 3, i, count, 1),
    })),
  );
  const time = { name: 'time [s]', values: Array.from({ length: count }, (_, i) => i * dt) };
  return encodeCsv({ columns: [time, ...ofJoints('q'), ...ofJoints('v'), ...ofJoints('tau'), ...ofLinks] });
}

/**
 * An .npz file: `time` [steps + 1] (s), `q` and `v` [steps + 1, joints] (rad or m, and per s), `tau` [steps, joints] (N m or N, held from
 * a moment to the next), `links` [steps, links, 3] (m, after each step); and the names of the axes: `joint_names`, `link_names`, with
 * `q_units`, `v_units` and `tau_units`. Throws an ArgumentError where the trajectory is none of this robot's.
 */
export function trajectoryNpz(trajectory: SavedTrajectory, model: RobotModel): Uint8Array {
  requireTrajectory(trajectory, model);
  const { dt, steps, q, v, tau, links } = trajectory;
  const joints = independentJoints(model);
  const names = Object.keys(links);
  const texts = (data: readonly string[]): NpyArray => ({ shape: [data.length], data });
  const units = (quantity: 'q' | 'v' | 'tau'): NpyArray => texts(joints.map(({ type }) => unitsOf(type)[quantity]));
  const places = new Float64Array(3 * steps * names.length);
  Object.values(links).forEach((rows, link) => {
    for (let step = 0; step < steps; step++)
      places.set(rows.subarray(3 * step, 3 * step + 3), 3 * (step * names.length + link));
  });
  return encodeNpz({
    time: { shape: [steps + 1], data: Float64Array.from({ length: steps + 1 }, (_, i) => i * dt) },
    q: { shape: [steps + 1, model.nq], data: q },
    v: { shape: [steps + 1, model.nv], data: v },
    tau: { shape: [steps, model.nv], data: tau },
    links: { shape: [steps, names.length, 3], data: places },
    joint_names: texts(joints.map(({ name }) => name)),
    link_names: texts(names),
    q_units: units('q'),
    v_units: units('v'),
    tau_units: units('tau'),
  });
}
