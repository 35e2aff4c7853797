/** @file One step of a rollout: observe, act, limit, move. The controller decides once a period, which may be of several steps. */
import type { Driven } from '../../controllers/drive.ts';
import { type Controller, type ControllerParameters, requireController } from '../../controllers/controller.ts';
import type { ControllerMemory } from '../../controllers/observation.ts';
import { withSource } from '../core/application.ts';
import { requireObject, requireParts } from '../core/arguments.ts';
import { add } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { tensorsOf, type Tree } from '../core/tree.ts';
import { requireJointVector, requireJointVectors, requireParameters } from '../dynamics/arguments.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import { limitEffort, type Plant, requirePlant } from '../simulation/plant.ts';
import type { Goals } from '../robot/goal.ts';
import { goalsAt } from '../robot/goal-paths.ts';

/** What acts on what: the parts of a closed loop. */
export interface Loop {
  readonly model: RobotModel;
  readonly controller: Controller;
  readonly plant: Plant;
}

/** What a period of the controller starts from. */
export interface Moment {
  readonly state: State;
  readonly memory: ControllerMemory;
  /** s since the start, []. */
  readonly time: PopulationTensor;
  readonly goals: Goals;
  /** The period's row of the controller's plan. */
  readonly planned: Tree;
  /** What the controller's drive has besides the command; nothing where absent. */
  readonly drive?: Driven;
  /** Forces [nv] on the joints over the step besides those of the drives, N m or N; none where absent. */
  readonly push?: PopulationTensor;
}

/** What the controller decided for a period: forces [nv], or the command of its drive. */
export interface Decided {
  readonly command: PopulationTensor;
  readonly memory: ControllerMemory;
}

/** Where a step led. */
export interface Moved {
  readonly state: State;
  /** Forces [nv] that the drives gave, held over the step. */
  readonly tau: PopulationTensor;
  /** What the controller's drive remembers; of a whole step, what the controller does. */
  readonly memory: ControllerMemory;
}

/** Observe and act: what the controller decides for its period. Throws an ArgumentError or a ShapeError that names what does not fit. */
export function decide({ model, controller }: Loop, parameters: ControllerParameters, moment: Moment): Decided {
  requireModel(model);
  requireController(controller);
  requireParts('moment', moment, { memory: 'an object', goals: 'an object' });
  const { state, memory, time, goals, planned } = moment;
  requireState('state', state);
  requireJointVectors(model, { q: state.q, v: state.v });
  // refuses what is no tree of tensors
  tensorsOf({ parameters, memory, time, goals, planned });
  const acted = withSource({ note: `controller ${controller.name}` }, () =>
    controller.act(parameters, memory, { ...state, time, goals: goalsAt(goals, time) }, planned, model),
  );
  requireParts(`act of controller ${controller.name}`, acted, { tau: 'an object', memory: 'an object' });
  const { drive } = controller;
  if (drive) requireTensorOf(`command of controller ${controller.name}`, acted.tau, [drive.size], 'a command');
  else requireJointVector(model, `torque of controller ${controller.name}`, acted.tau);
  return { command: acted.tau, memory: acted.memory };
}

/** Limit and move: where a command leads in one step of physics. Throws an ArgumentError or a ShapeError that names what does not fit. */
export function move(
  { model, controller, plant }: Loop,
  command: PopulationTensor,
  { state, time, goals, drive: driven = { planned: {}, memory: {} }, push }: Omit<Moment, 'memory' | 'planned'>,
  robot?: RobotParameters,
): Moved {
  requirePlant(plant);
  const own = robot ?? robotParameters(model);
  requireParameters(model, own);
  if (push !== undefined) requireJointVectors(model, { push });
  const { drive, name } = controller;
  const given = drive
    ? withSource({ note: `drive of controller ${name}` }, () =>
        drive.force(command, { ...state, time, goals: goalsAt(goals, time) }, driven),
      )
    : { tau: command, memory: driven.memory };
  requireJointVector(model, `torque of controller ${name}`, given.tau);
  const tau = limitEffort(model, given.tau);
  const next = plant.step(state, push ? add(tau, push) : tau, own);
  requireState('step of the plant', next);
  return { state: next, tau, memory: given.memory };
}

/**
 * The closed loop's next moment, for a robot with the model's own parameters or with others: observe, act, limit, move. Throws an
 * ArgumentError or a ShapeError that names the part that does not fit.
 */
export function step(loop: Loop, parameters: ControllerParameters, moment: Moment, robot?: RobotParameters): Moved {
  requireObject('loop', loop, 'an object of model, controller and plant');
  const { command, memory } = decide(loop, parameters, moment);
  return { ...move(loop, command, moment, robot), memory };
}
