/** @file Perception: what stands between a robot and its controller. What the controller sees of the state is what this makes of it. */
import { requireFunction } from '../core/arguments.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import type { Goals } from '../robot/goal.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Scenario } from './scenario.ts';

/** What is carried from period to period: a tree of tensors. */
export type Perceived = { readonly [name: string]: Tree };

/** A moment as it is. */
export interface Truth {
  readonly state: State;
  /** s since the start, []. */
  readonly time: PopulationTensor;
  readonly goals: Goals;
}

/** A moment as the controller sees it. */
export type Impression = State & { readonly goals: Goals };

/** What stands between a robot and its controller, for the numbers of one scenario. */
export interface Perception {
  /** Before the first period. */
  readonly begin: () => Perceived;
  /** What is seen before anything was measured: controllers begin from it. */
  readonly first: Impression;
  /** A period of the controller begins. `row`: its row of the scenario's sensing. `watched`: what may be asked for of each period. */
  readonly perceive: (
    before: Perceived,
    truth: Truth,
    row: Tree,
  ) => { readonly seen: Impression; readonly memory: Perceived; readonly watched: Tree };
  /** Goals as they were seen when the period began: drives act on them. */
  readonly goals: (memory: Perceived) => Goals;
  /** A period ends: the forces [hold, nv] that the drives gave over its steps are known. */
  readonly reckon: (memory: Perceived, tau: PopulationTensor) => Perceived;
}

/** The perception of a scenario's rollout, of a robot with these parameters. */
export type PerceptionOf = (scenario: Scenario, robot: RobotParameters) => Perception;

/** Refuses what makes no perception. */
export const requirePerception = (perception: PerceptionOf): void => requireFunction('perception', perception);
