/** @file What a drive is: it turns a controller's command, which is held over its period, into forces at every step of physics. */
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import type { Observation } from './controller.ts';

/** Turns commands into forces. A pure function, as the controller is, and it knows the robot as the controller does: as its model. */
export interface Drive {
  /** Entries of a command. A command of zeros is the one before the first. */
  readonly size: number;
  /** Generalized forces [nv] (N m, N) over one step of physics, of the command [size] and what is seen as the step begins. */
  readonly force: (command: PopulationTensor, seen: Observation) => PopulationTensor;
}
