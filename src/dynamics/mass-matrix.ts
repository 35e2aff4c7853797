/** @file Mass matrix by composite rigid bodies (CRBA; Featherstone 2008, table 6.2). */
import { reshape, stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { bodyInertias, forJoint, jointKinematics, tipToBase } from './tree.ts';

/** Mass matrix M [nv, nv] (kg m^2, kg m, kg): symmetric by construction, positive definite. */
export function massMatrix(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  const { X, S } = jointKinematics(model, q, parameters);
  const composite = bodyInertias(parameters);
  const M: PopulationTensor[][] = model.joints.map(() => model.joints.map(() => tensor(0)));
  for (const i of tipToBase(model)) {
    const { parent, vIndex } = model.joints[i];
    forJoint(model, i, 'mass matrix', () => {
      if (parent >= 0) composite[parent] = composite[parent].plus(composite[i].toParent(X[i]));
      let F = composite[i].times(S[i]);
      M[vIndex][vIndex] = S[i].dot(F);
      for (let j = i; model.joints[j].parent >= 0;) {
        F = X[j].forceToParent(F);
        j = model.joints[j].parent;
        const other = model.joints[j].vIndex;
        M[vIndex][other] = M[other][vIndex] = S[j].dot(F);
      }
    });
  }
  return model.nv > 0 ? reshape(stack(M.flat()), [model.nv, model.nv]) : zeros([0, 0]);
}
