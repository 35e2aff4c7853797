/** @file The mass matrix solved by composite bodies and a factorization that keeps its zeros (Featherstone 2008, ch. 6). */
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { BranchFactors, ForRow } from './branch-matrix.ts';
import type { JointFrame } from './joint-frames.ts';
import { sparseMassMatrix } from './mass-matrix.ts';
import { forJoint } from './tree.ts';

const notes = { factors: 'factors of the mass matrix', solution: 'solution with the mass matrix' } as const;

/** Labels the work for each row with its joint. */
export const forMassMatrixRow =
  (model: RobotModel): ForRow =>
  (i, part, body) =>
    forJoint(model, i, notes[part], body);

/** Factors of the mass matrix, row by row. */
export const compositeFactors = (
  model: RobotModel,
  frames: readonly JointFrame[],
  parameters: RobotParameters,
): BranchFactors => sparseMassMatrix(model, frames, parameters).factorize(forMassMatrixRow(model));
