/** @file What both algorithms of forward dynamics give: the mass matrix of a configuration, ready to solve with. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { JointFrame } from './joint-frames.ts';

export interface MassFactors {
  /** a [nv] with (M + diagonal) a = tau. */
  readonly solve: (tau: PopulationTensor) => PopulationTensor;
}

/** Factors of the mass matrix plus a diagonal [nv], kg m^2 (kg). */
export type Factorize = (
  model: RobotModel,
  frames: readonly JointFrame[],
  parameters: RobotParameters,
  diagonal: PopulationTensor,
) => MassFactors;
