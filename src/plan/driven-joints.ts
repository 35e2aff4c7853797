/** @file Which joints a plan may drive, and how hard. */
import { scatterFlat } from '../core/ops/structural.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';

/** Indices in v of the joints that have a drive, in their order: those whose effort limit is not 0. */
export const drivenJoints = (model: RobotModel): readonly number[] =>
  independentJoints(model)
    .filter(({ limits: { effort } }) => effort !== 0)
    .map(({ vIndex }) => vIndex);

/** Least and greatest forces [m] of the driven joints, N m or N; infinite for drives without a limit. */
export function effortBounds(model: RobotModel): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const efforts = independentJoints(model)
    .map(({ limits: { effort } }) => effort)
    .filter((effort) => effort !== 0);
  return { lower: Float64Array.from(efforts, (effort) => -effort), upper: Float64Array.from(efforts) };
}

/** Forces [nv] of all joints by those [m] of the driven ones; 0 of the others. */
export function forcesOfAll(model: RobotModel, driven: PopulationTensor): PopulationTensor {
  const joints = drivenJoints(model);
  return joints.length === model.nv ? driven : scatterFlat(driven, Int32Array.from(joints), [model.nv]);
}
