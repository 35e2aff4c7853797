/** @file What a controller is: parameters, memory, what it plans in time, and how it acts on what it sees. */
import { withSource } from '../src/core/application.ts';
import {
  requireFiniteNumber,
  requireFunction,
  requireNumbers,
  requireObject,
  requireParts,
} from '../src/core/arguments.ts';
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import type { Tree, TreeOf } from '../src/core/tree.ts';
import type { Goals } from '../src/robot/goal.ts';
import type { RobotModel } from '../src/robot/model.ts';
import { requireModel } from '../src/robot/require-model.ts';
import type { Drive } from './drive.ts';
import type { ControllerMemory, Observation } from './observation.ts';
import type { PolicyParts } from './policy-parts.ts';

/** Parameters of a controller, by names: a tree of tensors. */
export type ControllerParameters = { readonly [name: string]: Tree };

/** Memory of a controller that remembers nothing. */
export type NoMemory = { readonly [name: string]: never };

/**
 * A pure function of (parameters, memory, observation). What depends on time only is planned for all steps at once; what
 * shall be known at the next step is memory.
 */
export interface Controller<
  P extends TreeOf<P> = ControllerParameters,
  M extends TreeOf<M> = ControllerMemory,
  L extends Tree = Tree,
> {
  readonly name: string;
  /** Values to start from. */
  parameters(model: RobotModel, initialConfiguration: readonly number[]): P;
  /** Memory before the first step; none where it is absent. */
  memory?(model: RobotModel): M;
  /** Memory before the first step where it depends on what is seen then: of each member its own. Takes the place of `memory`. */
  begin?(parameters: P, seen: Observation, model: RobotModel): M;
  /**
   * A tree of rows [periods, …] at times `progress` in 0..1 of the time `duration` (s) from the first period's beginning to the last
   * one's, one row a period: a set point, a feed-forward torque.
   */
  plan?(parameters: P, progress: readonly number[], model: RobotModel, duration: number): L;
  /**
   * Generalized forces [nv] (N m, N), or with a drive its command, for one period of the controller; and what is remembered.
   * `planned`: its row of the plan, `{}` without one.
   */
  act(
    parameters: P,
    memory: M,
    seen: Observation,
    planned: L,
    model: RobotModel,
  ): { readonly tau: PopulationTensor; readonly memory: M };
  /** Makes forces of its commands at every step of physics; what it gives are forces, held over its period, where there is none. */
  readonly drive?: Drive;
  /** Names of parameters that are measured rather than optimized: no gradient goes into them. */
  readonly measured?: readonly string[];
  /** What its parameters are to people, by their paths; a path stands for itself where nothing is said. */
  readonly described?: { readonly [parameter: string]: ParameterMeta };
  /** Parameters with the feedback of each joint multiplied by factors; absent where it has no gains. */
  scaleGains?(parameters: P, factors: GainFactors): P;
}

/** What a parameter of a controller is to people. */
export interface ParameterMeta {
  /** A word or two: "stiffness"; where each joint has several, that of one, which is then numbered: "torque knot". */
  readonly label: string;
  /** SI unit of the value, for joints that turn and for joints that slide. */
  readonly unit: { readonly turning: string; readonly sliding: string };
  /** 'log' where the parameter is the logarithm of the value that has the label and the unit. */
  readonly scale: 'linear' | 'log';
}

/** What a controller of a scene is made with: the robot, and the goals that it may name. */
export interface ClassicalContext {
  readonly model: RobotModel;
  readonly goals: Goals;
}

/** The same, and what a policy is made of. */
export interface ControllerContext extends ClassicalContext {
  /** What the scene lets a policy see and move; refused where it says nothing of that. */
  readonly policy: () => PolicyParts;
}

/** Positive factors [nv] of what a controller gives for a displacement and for a velocity. */
export interface GainFactors {
  readonly position: readonly number[];
  readonly velocity: readonly number[];
}

/** Whether a parameter, by its path, is measured rather than optimized: its gradient is 0 although the loss depends on it. */
export const isMeasured = ({ measured = [] }: Pick<Controller, 'measured'>, path: string): boolean =>
  measured.some((name) => path === name || path.startsWith(`${name}.`));

/** What a controller remembers before its first step, from what it sees then. */
export function memoryAtStart(
  controller: Controller,
  parameters: ControllerParameters,
  seen: Observation,
  model: RobotModel,
): ControllerMemory {
  const { name } = controller;
  if (!controller.begin) return controller.memory?.(model) ?? {};
  const memory = withSource({ note: `controller ${name}` }, () => controller.begin!(parameters, seen, model));
  requireObject(`begin of controller ${name}`, memory, 'an object of tensors by their names');
  return memory;
}

/** Refuses what no controller plans from: parameters by their names, and times. */
export function requirePlanning(
  parameters: ControllerParameters,
  progress: readonly number[],
  model: RobotModel,
  duration = 0,
): void {
  requireObject('parameters', parameters, 'an object of tensors by their names');
  requireNumbers('progress', progress);
  requireModel(model);
  requireFiniteNumber('duration', duration, ' of seconds');
}

/** Refuses what no controller acts on, or begins from: parameters by their names, and an observation. */
export function requireActing(parameters: ControllerParameters, seen: Observation, model: RobotModel): void {
  requireObject('parameters', parameters, 'an object of tensors by their names');
  requireParts('observation', seen, { q: 'an object', v: 'an object' });
  requireModel(model);
}

/** Refuses what is no controller. */
export function requireController(controller: Controller): void {
  const parts = { name: 'a text', parameters: 'a function', act: 'a function' } as const;
  requireParts('controller', controller, parts, 'use e.g. pd({ kp: 40, kd: 6 })');
  if (controller.memory !== undefined) requireFunction('controller.memory', controller.memory);
  if (controller.begin !== undefined) requireFunction('controller.begin', controller.begin);
  if (controller.plan !== undefined) requireFunction('controller.plan', controller.plan);
  if (controller.drive !== undefined)
    requireParts('controller.drive', controller.drive, { size: 'a number', force: 'a function' });
  if (controller.described !== undefined)
    requireObject('controller.described', controller.described, 'an object of labels, units and scales by parameter');
}
