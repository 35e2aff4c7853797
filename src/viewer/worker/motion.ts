/** @file Trajectory -> Motion: where every body is at every frame. The frames are the members of one population. */
import { compile } from '../../core/compile.ts';
import { concat, reshape } from '../../core/ops/indexing.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { forwardKinematics } from '../../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { Trajectory } from '../../rollout/trajectory.ts';

/** A rollout, ready to be drawn: `frames` = steps + 1 rows, `dt` seconds apart. */
export interface Motion {
  /** s. */
  readonly dt: number;
  readonly frames: number;
  readonly bodies: number;
  /** Pose of each body in the world: frames x bodies x 12, each the rows of [rotation | translation], translation in m. */
  readonly poses: Float64Array;
  /** Positions of the task's links after each step, by their names: (frames - 1) x 3 each, m. */
  readonly paths: Readonly<Record<string, Float64Array>>;
}

/** Numbers of one pose: the rows of [rotation | translation]. */
const poseSize = 12;

/** Rows [rows, columns] as a tensor of shape [columns] with one member a row. */
function rowsAsMembers(rows: Float64Array, count: number, columns: number): PopulationTensor {
  const data = new Float64Array(rows.length);
  for (let row = 0; row < count; row++)
    for (let column = 0; column < columns; column++) data[column * count + row] = rows[row * columns + column];
  return new PopulationTensor({ shape: [columns], population: count }, data);
}

function membersAsRows({ data, population }: PopulationTensor): Float64Array {
  const columns = data.length / population;
  const rows = new Float64Array(data.length);
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < population; row++) rows[row * columns + column] = data[column * population + row];
  return rows;
}

/** Poses of all bodies in `count` configurations, given and found as rows one after another; the kinematics is traced once. */
export function posesOf(model: RobotModel, count: number): (q: Float64Array) => Float64Array {
  const poses = compile(
    (q: PopulationTensor) =>
      concat(
        forwardKinematics(model, q).map(({ rotation, translation }) =>
          reshape(concat([rotation, reshape(translation, [3, 1])], 1), [poseSize]),
        ),
      ),
    [new PopulationTensor({ shape: [model.nq], population: count }, new Float64Array(model.nq * count))],
  );
  return (q) => membersAsRows(poses(rowsAsMembers(q, count, model.nq)));
}

/** Draws trajectories of `steps` steps of one robot. */
export function motionOf(model: RobotModel, steps: number): (trajectory: Trajectory) => Motion {
  const frames = steps + 1;
  const poses = posesOf(model, frames);
  return ({ q, dt, links }) => ({
    dt,
    frames,
    bodies: model.bodies.length,
    poses: poses(q),
    paths: links,
  });
}
