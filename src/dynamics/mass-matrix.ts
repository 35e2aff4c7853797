/** @file Mass matrix by composite rigid bodies (CRBA; Featherstone 2008, table 6.2). */
import { isKnownZero } from '../core/known-zero.ts';
import { add } from '../core/ops/elementwise.ts';
import { reshape } from '../core/ops/indexing.ts';
import { scatterFlat } from '../core/ops/structural.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireInertia, requireJointVectors, requireParameters } from './arguments.ts';
import type { BranchMatrix } from './branch-matrix.ts';
import { onCoordinatesSparse } from './dependent-joints.ts';
import { type JointFrame, jointFrames, regroupedMoments } from './joint-frames.ts';
import { forJoint, tipToBase } from './tree.ts';
import { joinedRows, oneRow, rowsToParent, workOn, type WrenchRows } from './wrench-rows.ts';

/** Forces that unit accelerations of several joints need at one body. */
interface ForceRows {
  readonly joints: readonly number[];
  readonly rows: WrenchRows;
}

/** A column of the mass matrix, the joint's own entry first, with the inertia of its drive's rotor. */
export const withArmature = (column: PopulationTensor, armature: PopulationTensor): PopulationTensor =>
  isKnownZero(armature) ? column : add(column, scatterFlat(reshape(armature, [1]), Int32Array.of(0), column.shape));

/** Mass matrix with the zeros of joints on different branches left out. */
export function sparseMassMatrix(
  model: RobotModel,
  frames: readonly JointFrame[],
  parameters: RobotParameters,
): BranchMatrix {
  const composite = regroupedMoments(model, parameters).map((moments) => moments.inertia());
  const carried: ForceRows[][] = model.joints.map(() => []);
  const columns: { readonly rows: readonly number[]; readonly entries: PopulationTensor }[] = [];
  for (const i of tipToBase(model)) {
    const { parent } = model.joints[i];
    const { rotation, origin, S } = frames[i];
    forJoint(model, i, 'mass matrix', () => {
      const below = carried[i];
      const joints = [i, ...below.flatMap((part) => part.joints)];
      const rows = joinedRows([oneRow(composite[i].times(S)), ...below.map((part) => part.rows)]);
      columns[i] = { rows: joints, entries: withArmature(workOn(rows, S), parameters.joints[i].armature) };
      if (parent < 0) return;
      composite[parent] = composite[parent].plus(composite[i].turned(rotation).shifted(origin));
      carried[parent].push({ joints, rows: rowsToParent(frames[i], rows) });
    });
  }
  return onCoordinatesSparse(model, columns);
}

/** Mass matrix M [nv, nv] (kg m^2, kg m, kg), rotors of the drives included: symmetric by construction, positive definite. */
export function massMatrix(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireJointVectors(model, { q });
  requireParameters(model, parameters);
  requireInertia(model);
  if (model.nv === 0) return zeros([0, 0]);
  return sparseMassMatrix(model, jointFrames(model, q, parameters), parameters).dense();
}
