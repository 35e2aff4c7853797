/** @file The way between two configurations, joint by joint. */
import { at, stack } from '../../core/ops/indexing.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { independentJoints } from '../independent-joints.ts';
import type { RobotModel } from '../model.ts';
import { jointTypes } from './joint-types.ts';

/** q (-) origin [nv], rad (m): the shortest way from `origin` [nq] to q [nq]; continuous joints turn by less than half a turn. */
export const configurationDifference = (
  model: RobotModel,
  origin: PopulationTensor,
  q: PopulationTensor,
): PopulationTensor =>
  stack(
    independentJoints(model).map(({ type, qIndex }) => jointTypes[type].difference(at(origin, qIndex), at(q, qIndex))),
  );
