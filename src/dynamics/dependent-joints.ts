/**
 * @file Joints that follow others (URDF's mimic), eliminated exactly: the tree's joints are q = G y + q0 of the coordinates y, so
 * their velocities are G v, forces on the coordinates G' tau, and the mass matrix is G' M G (Featherstone 2008, sec. 3.2).
 */
import { add, mul } from '../core/ops/elementwise.ts';
import { concat, stack, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { Joint, RobotModel } from '../robot/model.ts';
import { BranchMatrix } from './branch-matrix.ts';

/** Columns of a symmetric matrix over the tree's joints, lower triangle: `rows` are the joints of the column's subtree. */
export type JointColumns = readonly { readonly rows: readonly number[]; readonly entries: PopulationTensor }[];

export const hasDependentJoints = ({ nv, joints }: RobotModel): boolean => nv < joints.length;

const multiplierOf = ({ mimic }: Joint): number => mimic?.multiplier ?? 1;

/** G' x: entries [nv] a coordinate, of entries x a joint of the tree. */
export function onCoordinates({ joints }: RobotModel, x: readonly PopulationTensor[]): PopulationTensor {
  const entries: PopulationTensor[] = [];
  joints.forEach((joint, i) => {
    const { vIndex } = joint;
    const own = joint.mimic ? mul(multiplierOf(joint), x[i]) : x[i];
    entries[vIndex] = entries[vIndex] ? add(entries[vIndex], own) : own;
  });
  return stack(entries);
}

/** G, [joints, nv]: constant, a number a row. */
function coordinateMap({ joints, nv }: RobotModel): PopulationTensor {
  const data = new Float64Array(joints.length * nv);
  joints.forEach((joint, i) => (data[i * nv + joint.vIndex] = multiplierOf(joint)));
  return tensor(data, [joints.length, nv]);
}

/** G' A G, [nv, nv], of a matrix over the tree's joints. */
export function matrixOnCoordinates(model: RobotModel, matrix: PopulationTensor): PopulationTensor {
  if (!hasDependentJoints(model)) return matrix;
  const G = coordinateMap(model);
  return matmul(transpose(G), matmul(matrix, G));
}

const known = new WeakMap<RobotModel, readonly number[]>();

/**
 * The tree whose paths hold the factors' entries over coordinates. Without followers it is the robot's own; a follower couples its
 * joint with all on the follower's path, and factors fill in what the elimination tree says (Liu 1990).
 */
export function coordinateParents(model: RobotModel): readonly number[] {
  let parents = known.get(model);
  if (!parents) known.set(model, (parents = eliminationTree(model)));
  return parents;
}

function eliminationTree(model: RobotModel): number[] {
  const { joints, nv } = model;
  if (!hasDependentJoints(model)) return joints.map(({ parent }) => parent);
  const coupled = Array.from({ length: nv }, () => new Set<number>());
  joints.forEach(({ vIndex, parent }) => {
    for (let j = parent; j >= 0; j = joints[j].parent) {
      const other = joints[j].vIndex;
      if (other !== vIndex) coupled[Math.max(vIndex, other)].add(Math.min(vIndex, other));
    }
  });
  const parents: number[] = [];
  for (let k = nv - 1; k >= 0; k--) {
    parents[k] = -1;
    for (const other of coupled[k]) parents[k] = Math.max(parents[k], other);
    for (const other of coupled[k]) if (other !== parents[k]) coupled[parents[k]].add(other);
  }
  return parents;
}

/** G' M G in sparse form, of the columns of M over the tree's joints. */
export function onCoordinatesSparse(model: RobotModel, columns: JointColumns): BranchMatrix {
  const parents = coordinateParents(model);
  if (!hasDependentJoints(model)) return BranchMatrix.fromColumns(parents, columns);
  const { joints } = model;
  const terms = columns.flatMap(({ rows }, j) =>
    rows.map((i) => {
      const [c, d] = [joints[i].vIndex, joints[j].vIndex];
      // a pair of joints that follow one coordinate counts as (i, j) and as (j, i)
      const weight = multiplierOf(joints[i]) * multiplierOf(joints[j]) * (i !== j && c === d ? 2 : 1);
      return { row: Math.max(c, d), column: Math.min(c, d), weight };
    }),
  );
  const entries = mul(concat(columns.map((column) => column.entries)), tensor(terms.map(({ weight }) => weight)));
  return BranchMatrix.sumOf(parents, terms, entries);
}
