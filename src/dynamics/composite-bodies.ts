/** @file The mass matrix solved by composite bodies and a factorization that keeps its zeros (Featherstone 2008, ch. 6). */
import { withSource } from '../core/application.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { BranchFactors, ForRow } from './branch-matrix.ts';
import type { JointFrame } from './joint-frames.ts';
import { sparseMassMatrix } from './mass-matrix.ts';

const notes = { factors: 'factors of the mass matrix', solution: 'solution with the mass matrix' } as const;

/** Labels the work for each row with its joint. */
export function forMassMatrixRow(model: RobotModel): ForRow {
  const joints = independentJoints(model);
  return (i, part, body) => withSource({ joint: joints[i].name, note: notes[part] }, body);
}

/** Factors of the mass matrix plus a diagonal [nv], row by row. */
export const compositeFactors = (
  model: RobotModel,
  frames: readonly JointFrame[],
  parameters: RobotParameters,
  diagonal: PopulationTensor,
): BranchFactors =>
  sparseMassMatrix(model, frames, parameters).plusDiagonal(diagonal).factorize(forMassMatrixRow(model));
