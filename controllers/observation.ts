/** @file What a controller sees and remembers: trees of tensors. */
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import type { Tree } from '../src/core/tree.ts';
import type { Goals } from '../src/robot/goal.ts';

/** What a controller carries from one step to the next: a tree of tensors; `{}` for one that remembers nothing. */
export type ControllerMemory = { readonly [name: string]: Tree };

/** What a controller may look at. */
export interface Observation {
  /** Configuration [nq], rad or m. */
  readonly q: PopulationTensor;
  /** Velocity [nv], rad/s or m/s. */
  readonly v: PopulationTensor;
  /** s since the start, [], at the beginning of the step. */
  readonly time: PopulationTensor;
  /** Goals of the task, by name and part: `goals.target.position` [3]. */
  readonly goals: Goals;
}
