/** @file The mass matrix solved by composite bodies and a factorization that keeps its zeros (Featherstone 2008, ch. 6). */
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { BranchFactors } from './branch-matrix.ts';
import type { JointFrame } from './joint-frames.ts';
import { sparseMassMatrix } from './mass-matrix.ts';
import { forJoint } from './tree.ts';

/** Factors of the mass matrix, row by row. */
export const compositeFactors = (
  model: RobotModel,
  frames: readonly JointFrame[],
  parameters: RobotParameters,
): BranchFactors =>
  sparseMassMatrix(model, frames, parameters).factorize((i, body) =>
    forJoint(model, i, 'factors of the mass matrix', body),
  );
