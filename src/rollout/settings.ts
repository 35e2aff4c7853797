/** @file What a rollout is made of besides its numbers. */
import { type Controller, type ControllerParameters, requireController } from '../../controllers/controller.ts';
import type { ControllerMemory, Observation } from '../../controllers/observation.ts';
import { requireFiniteNumber, requireInteger } from '../core/arguments.ts';
import type { Tree, TreeOf } from '../core/tree.ts';
import { ArgumentError, limits } from '../errors.ts';
import { integratorOf, type Plant, requirePlant, type StepSettings } from '../simulation/plant.ts';
import { requireTask, type Task } from '../task/task.ts';
import { type PerceptionOf, requirePerception } from './perception.ts';

/** What a rollout is made of besides its numbers. */
export interface RolloutSettings<
  P extends TreeOf<P> = ControllerParameters,
  M extends TreeOf<M> = ControllerMemory,
> extends StepSettings {
  readonly controller: Controller<P, M>;
  readonly task: Task;
  /** What moves the robot; its own dynamics where it is absent. */
  readonly plant?: Plant;
  /** Number of steps of physics. */
  readonly steps: number;
  /** Steps of a period of the controller, by which the number of steps can be divided: what it decides is held over them. Default 1. */
  readonly hold?: number;
  /** s. The longest delay of commands that a scenario may ask for; none where absent. */
  readonly mostDelay?: number;
  /** What the controller sees of the robot; the state itself where it is absent. */
  readonly perception?: PerceptionOf;
  /** Anything more that shall be known of each period as it begins, of the controller and what it sees. */
  readonly watch?: (parameters: P, memory: M, seen: Observation) => Tree;
}

/** Refuses what is no settings, by the name of what is wrong. */
export function requireRolloutSettings(settings: RolloutSettings): void {
  integratorOf(settings);
  requireController(settings.controller);
  requireTask(settings.task);
  const { steps, hold = 1, mostDelay = 0 } = settings;
  requireInteger('steps', steps, 1, limits.horizonSteps);
  requireInteger('hold', hold, 1, steps);
  if (steps % hold !== 0)
    throw new ArgumentError('hold', `${hold} of ${steps} steps`, 'a number of steps that the horizon is a multiple of');
  requireFiniteNumber('mostDelay', mostDelay, ' of seconds');
  if (mostDelay < 0) throw new ArgumentError('mostDelay', String(mostDelay), 'a time of at least 0');
  if (settings.plant !== undefined) requirePlant(settings.plant);
  if (settings.perception !== undefined) requirePerception(settings.perception);
}
