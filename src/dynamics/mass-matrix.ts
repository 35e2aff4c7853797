/** @file Mass matrix by composite rigid bodies (CRBA; Featherstone 2008, table 6.2). */
import { add } from '../core/ops/elementwise.ts';
import { concat, reshape } from '../core/ops/indexing.ts';
import { cross, matmul } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireJointVectors, requireParameters } from './arguments.ts';
import { BranchMatrix } from './branch-matrix.ts';
import { type JointFrame, jointFrames, regroupedMoments } from './joint-frames.ts';
import { forJoint, tipToBase } from './tree.ts';

/** Forces that unit accelerations of several joints need at one body, a row each: moments and forces [k, 3]. */
interface ForceRows {
  readonly joints: readonly number[];
  readonly angular: PopulationTensor;
  readonly linear: PopulationTensor;
}

const rowsOf = (parts: readonly ForceRows[]): ForceRows => ({
  joints: parts.flatMap(({ joints }) => joints),
  angular: concat(parts.map(({ angular }) => angular)),
  linear: concat(parts.map(({ linear }) => linear)),
});

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
      const own = composite[i].times(S);
      const F = rowsOf([
        { joints: [i], angular: reshape(own.angular, [1, 3]), linear: reshape(own.linear, [1, 3]) },
        ...carried[i],
      ]);
      columns[i] = { rows: F.joints, entries: add(matmul(F.angular, S.angular), matmul(F.linear, S.linear)) };
      if (parent < 0) return;
      composite[parent] = composite[parent].plus(composite[i].turned(rotation).shifted(origin));
      const linear = rotation.turn(F.linear);
      carried[parent].push({
        joints: F.joints,
        angular: add(rotation.turn(F.angular), cross(origin, linear)),
        linear,
      });
    });
  }
  return BranchMatrix.fromColumns(
    model.joints.map(({ parent }) => parent),
    columns,
  );
}

/** Mass matrix M [nv, nv] (kg m^2, kg m, kg): symmetric by construction, positive definite. */
export function massMatrix(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireJointVectors(model, { q });
  requireParameters(model, parameters);
  if (model.nv === 0) return zeros([0, 0]);
  return sparseMassMatrix(model, jointFrames(model, q, parameters), parameters).dense();
}
