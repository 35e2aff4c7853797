/** @file The way between two configurations, joint by joint, and along it. */
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

/** origin (+) tangent [nq]: the configuration that lies `tangent` [nv] away. */
export const movedConfiguration = (
  model: RobotModel,
  origin: PopulationTensor,
  tangent: PopulationTensor,
): PopulationTensor =>
  stack(
    independentJoints(model).map(({ type, qIndex, vIndex }) =>
      jointTypes[type].integrate(at(origin, qIndex), at(tangent, vIndex)),
    ),
  );
