/** @file One step of a rollout: observe, act, limit, move. */
import {
  type Controller,
  type ControllerMemory,
  type ControllerParameters,
  requireController,
} from '../../controllers/controller.ts';
import { withSource } from '../core/application.ts';
import { requireObject, requireParts } from '../core/arguments.ts';
import { add } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { tensorsOf, type Tree } from '../core/tree.ts';
import { requireJointVector, requireJointVectors, requireParameters } from '../dynamics/arguments.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import { limitEffort, type Plant, requirePlant } from '../simulation/plant.ts';
import type { Goals } from '../robot/goal.ts';

/** What acts on what: the parts of a closed loop. */
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
  /** Forces [nv] on the joints over the step besides those of the drives, N m or N; none where absent. */
  readonly push?: PopulationTensor;
}

/** Where a step led. */
export interface Moved {
  readonly state: State;
  readonly memory: ControllerMemory;
  /** Forces [nv] that the drives gave, held over the step. */
  readonly tau: PopulationTensor;
}

/**
 * The closed loop's next moment, for a robot with the model's own parameters or with others: observe, act, limit, move. Throws an
 * ArgumentError or a ShapeError that names the part that does not fit.
 */
export function step(loop: Loop, parameters: ControllerParameters, moment: Moment, robot?: RobotParameters): Moved {
  requireObject('loop', loop, 'an object of model, controller and plant');
  const { model, controller, plant } = loop;
  requireModel(model);
  requireController(controller);
  requirePlant(plant);
  requireParts('moment', moment, { memory: 'an object', goals: 'an object' });
  const { state, memory, time, goals, planned, push } = moment;
  requireState('state', state);
  requireJointVectors(model, { q: state.q, v: state.v });
  // refuses what is no tree of tensors
  tensorsOf({ parameters, memory, time, goals, planned });
  const own = robot ?? robotParameters(model);
  requireParameters(model, own);
  if (push !== undefined) requireJointVectors(model, { push });
  const acted = withSource({ note: `controller ${controller.name}` }, () =>
    controller.act(parameters, memory, { ...state, time, goals }, planned, model),
  );
  requireParts(`act of controller ${controller.name}`, acted, { tau: 'an object', memory: 'an object' });
  requireJointVector(model, `torque of controller ${controller.name}`, acted.tau);
  const tau = limitEffort(model, acted.tau);
  const next = plant.step(state, push ? add(tau, push) : tau, own);
  requireState('step of the plant', next);
  return { state: next, memory: acted.memory, tau };
}
