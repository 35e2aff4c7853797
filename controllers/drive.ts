/** @file What a drive is: it turns a controller's command, which is held over its period, into forces at every step of physics. */
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import type { Tree } from '../src/core/tree.ts';
import type { ControllerMemory, Observation } from './controller.ts';

/** What a drive has over a step besides the command. */
export interface Driven {
  /** The step's row of what the drive plans, `{}` without a plan. */
  readonly planned: Tree;
  readonly memory: ControllerMemory;
}

/** Turns commands into forces. A pure function, as the controller is, and it knows the robot as the controller does: as its model. */
export interface Drive {
  /** Entries of a command. A command of zeros is the one before the first. */
  readonly size: number;
  /** What depends on time only: a tree of rows [steps, …], as controllers plan, a row a step of physics. */
  readonly plan?: (progress: readonly number[], duration: number) => Tree;
  /** Memory before the first step, from what is seen then. */
  readonly begin?: (seen: Observation) => ControllerMemory;
  /** Generalized forces [nv] (N m, N) over one step of physics, of the command [size] and what is seen as the step begins. */
  readonly force: (
    command: PopulationTensor,
    seen: Observation,
    driven: Driven,
  ) => { readonly tau: PopulationTensor; readonly memory: ControllerMemory };
}

/** The force of a drive that remembers nothing. */
export const forgetful =
  (force: (command: PopulationTensor, seen: Observation) => PopulationTensor): Drive['force'] =>
  (command, seen, { memory }) => ({ tau: force(command, seen), memory });
