/** @file A scenario: everything of a rollout that is a number and no part of the program. Any leaf may have a value for each member. */
import { requireObject } from '../core/arguments.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { matchTensors, tensorsOf } from '../core/tree.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import type { RobotModel } from '../robot/model.ts';
import type { PartialRobotParameters } from '../robot/partial-parameters.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import type { Goals } from '../task/goal.ts';
import { requireTask, type Task } from '../task/task.ts';

/** All numbers of a rollout besides the parameters of its controller. */
export type Scenario = {
  /** Configuration [nq] and velocity [nv] at the start. */
  readonly initial: State;
  readonly goals: Goals;
  /** Weight [] of each cost term, by its name. */
  readonly weights: { readonly [term: string]: PopulationTensor };
  /**
   * Parameters of the robot, all or some; the model's own where they are absent, and then their zeros cost nothing: with all of
   * them as inputs loss and gradient of a Panda take 2.2 times the operations a step (9,771 for 4,463), of a UR5e 2.5 times.
   */
  readonly robot?: PartialRobotParameters;
  /** Disturbances of the state after each step: q [steps, nv] in the tangent space, v [steps, nv]; none where absent. */
  readonly noise?: { readonly q: PopulationTensor; readonly v: PopulationTensor };
};

/** The weights that a task's terms come with, [] each. Throws an ArgumentError where it is no task. */
export function weightsOf(task: Task): Scenario['weights'] {
  requireTask(task);
  return Object.fromEntries(task.terms.map(({ name, weight }) => [name, tensor(weight)]));
}

/** Disturbances of 0: what the costates of a rollout are the derivatives by. */
export const stillness = ({ nv }: RobotModel, steps: number): Required<Scenario>['noise'] => ({
  q: zeros([steps, nv]),
  v: zeros([steps, nv]),
});

/** Refuses a scenario that does not fit robot, task and horizon, by the path of what does not. */
export function requireScenario(
  { model, task, steps }: { readonly model: RobotModel; readonly task: Task; readonly steps: number },
  scenario: Scenario,
): void {
  requireObject('scenario', scenario, 'an object of initial, goals and weights');
  const { initial, goals, weights, noise } = scenario;
  requireState('initial', initial);
  requireObject('goals', goals, 'an object of goals by their names');
  // refuses what is no tree of tensors
  tensorsOf({ goals });
  requireJointVectors(model, { q: initial.q, v: initial.v });
  matchTensors('weights', weights, weightsOf(task), 'weights');
  if (!noise) return;
  requireTensorOf('noise.q', noise.q, [steps, model.nv], 'a row a step');
  requireTensorOf('noise.v', noise.v, [steps, model.nv], 'a row a step');
}
