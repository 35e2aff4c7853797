/** @file One step of a rollout: observe, act, limit, move. */
import type { Controller, ControllerMemory, ControllerParameters } from '../../controllers/controller.ts';
import { withSource } from '../core/application.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import { requireJointVector, requireJointVectors, requireParameters } from '../dynamics/arguments.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { limitEffort, type Plant } from '../simulation/plant.ts';
import type { Goals } from '../task/goal.ts';

export interface Loop {
  readonly model: RobotModel;
  readonly controller: Controller;
  readonly plant: Plant;
}

/** What a step starts from. */
export interface Moment {
  readonly state: State;
  readonly memory: ControllerMemory;
  /** s since the start, []. */
  readonly time: PopulationTensor;
  readonly goals: Goals;
  /** The step's row of the controller's plan. */
  readonly planned: Tree;
}

export interface Moved {
  readonly state: State;
  readonly memory: ControllerMemory;
  /** Forces [nv] that the drives gave, held over the step. */
  readonly tau: PopulationTensor;
}

/** The closed loop's next moment, for a robot with the model's own parameters or with others. */
export function step(
  { model, controller, plant }: Loop,
  parameters: ControllerParameters,
  { state, memory, time, goals, planned }: Moment,
  robot: RobotParameters = robotParameters(model),
): Moved {
  requireJointVectors(model, { q: state.q, v: state.v });
  requireParameters(model, robot);
  const acted = withSource({ note: `controller ${controller.name}` }, () =>
    controller.act(parameters, memory, { ...state, time, goals }, planned, model),
  );
  requireJointVector(model, `torque of controller ${controller.name}`, acted.tau);
  const tau = limitEffort(model, acted.tau);
  return { state: plant.step(state, tau, robot), memory: acted.memory, tau };
}
