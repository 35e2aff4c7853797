/** @file What a controller is: parameters, what it plans in time, and the torque it gives for a state. */
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import type { RobotModel } from '../src/robot/model.ts';

/** Parameters of a controller: a flat record of tensors, so that every one has a name. */
export type ControllerParameters = { readonly [name: string]: PopulationTensor };

/** What a controller may look at. */
export interface Observation {
  /** Configuration [nq], rad or m. */
  readonly q: PopulationTensor;
  /** Velocity [nv], rad/s or m/s. */
  readonly v: PopulationTensor;
}

/** A pure function of (parameters, observation, model), in two parts: what depends on time only is computed for all steps at once. */
export interface Controller {
  readonly name: string;
  /** Values to start the optimization from. */
  readonly initialParameters: (model: RobotModel, initialConfiguration: readonly number[]) => ControllerParameters;
  /** The plan [steps, nv] at times `progress` in 0..1 of the horizon: a set point, or a feed-forward torque. */
  readonly plan: (parameters: ControllerParameters, progress: readonly number[], model: RobotModel) => PopulationTensor;
  /** Generalized forces [nv] (N m, N) for one item of the plan. */
  readonly torque: (
    parameters: ControllerParameters,
    planned: PopulationTensor,
    observation: Observation,
    model: RobotModel,
  ) => PopulationTensor;
}
