/** @file A scenario: everything of a rollout that is a number and no part of the program. Any leaf may have a value for each member. */
import { requireObject, requireParts } from '../core/arguments.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { leavesOf, matchTensors, tensorsOf, type Tree } from '../core/tree.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import type { PartialRobotParameters } from '../robot/partial-parameters.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import type { Goals } from '../robot/goal.ts';
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
  readonly noise?: Noise;
  /** s by which commands come late, []; not at all where absent. At most what the rollout is made for. */
  readonly delay?: PopulationTensor;
  readonly sensing?: Sensing;
};

/** What a perception reads, whatever it is. */
export type Sensing = {
  /** A row a period of the controller, [periods, …] each: draws of noise, switches. */
  readonly rows: Tree;
  /** What does not change over time: deviations, biases, the belief at the start. */
  readonly numbers: Tree;
};

/** Disturbances, a row a step, [steps, nv] each; none where absent. */
export type Noise = {
  /** Of the configuration after the step, in its tangent space, rad or m. */
  readonly q?: PopulationTensor;
  /** Of the velocity after the step. */
  readonly v?: PopulationTensor;
  /** Forces on the joints over the step, besides those that the drives give and beyond their limits, N m or N. */
  readonly tau?: PopulationTensor;
};

/** The weights that a task's terms come with, [] each. Throws an ArgumentError where it is no task. */
export function weightsOf(task: Task): Scenario['weights'] {
  requireTask(task);
  return Object.fromEntries(task.terms.map(({ name, weight }) => [name, tensor(weight)]));
}

/** Disturbances of 0: what the costates of a rollout are the derivatives by. */
export const stillness = ({ nv }: RobotModel, steps: number): Required<Noise> => ({
  q: zeros([steps, nv]),
  v: zeros([steps, nv]),
  tau: zeros([steps, nv]),
});

/** What a scenario has to fit. */
interface Horizon {
  readonly model: RobotModel;
  readonly task: Task;
  readonly steps: number;
  /** s. */
  readonly mostDelay?: number;
  readonly hold?: number;
  readonly perception?: unknown;
}

/** Refuses a scenario that does not fit robot, task and horizon, by the path of what does not. */
export function requireScenario(horizon: Horizon, scenario: Scenario): void {
  const { model, task, steps, mostDelay } = horizon;
  requireObject('scenario', scenario, 'an object of initial, goals and weights');
  const { initial, goals, weights, noise, delay } = scenario;
  requireState('initial', initial);
  requireObject('goals', goals, 'an object of goals by their names');
  // refuses what is no tree of tensors
  tensorsOf({ goals });
  requireJointVectors(model, { q: initial.q, v: initial.v });
  matchTensors('weights', weights, weightsOf(task), 'weights');
  if (delay !== undefined) requireDelay(delay, mostDelay);
  requireSensing(horizon, scenario);
  if (noise === undefined) return;
  requireObject('noise', noise, 'an object of q, v and tau, or of some of them');
  for (const part of ['q', 'v', 'tau'] as const)
    if (noise[part] !== undefined) requireTensorOf(`noise.${part}`, noise[part], [steps, model.nv], 'a row a step');
}

/** Refuses sensing that nobody reads, that is missing, or that has not a row a period. */
function requireSensing({ steps, hold = 1, perception }: Horizon, { sensing }: Scenario): void {
  if (perception === undefined) {
    if (sensing === undefined) return;
    throw new ArgumentError('scenario.sensing', 'numbers', 'none, as the rollout has no perception', 'leave it out');
  }
  requireParts('scenario.sensing', sensing, { rows: 'an object', numbers: 'an object' });
  tensorsOf({ numbers: sensing!.numbers });
  for (const { path, value } of leavesOf(sensing!.rows))
    if (value.shape[0] !== steps / hold)
      throw new ShapeError(
        `scenario.sensing.rows.${path}`,
        [value.shape],
        `not of ${steps / hold} periods`,
        'give a row a period of the controller',
      );
}

/** Rounding of a delay, s: the longest one may be computed otherwise than the limit was. */
const rounding = 1e-12;

/** Refuses a delay that the rollout keeps no commands for: nothing would be in force then. */
function requireDelay(delay: PopulationTensor, mostDelay: number | undefined): void {
  requireTensorOf('delay', delay, [], 'a time');
  const remedy = 'make the rollout for the longest delay: mostDelay';
  if (mostDelay === undefined) throw new ArgumentError('delay', 'a delay', 'none, as commands come at once', remedy);
  if (!delay.isConcrete) return;
  const wrong = delay.data.find((late) => !(late >= 0 && late <= mostDelay + rounding));
  if (wrong !== undefined) throw new ArgumentError('delay', `${wrong} s`, `0 s to ${mostDelay} s`, remedy);
}
