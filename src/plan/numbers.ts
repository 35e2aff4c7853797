/** @file What compiled planning is given of a scenario: the numbers that are no part of its programs. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { Goals } from '../robot/goal.ts';
import type { RobotModel } from '../robot/model.ts';
import type { PartialRobotParameters } from '../robot/partial-parameters.ts';
import { requireScenario, type Scenario } from '../rollout/scenario.ts';
import type { Task } from '../task/task.ts';
import { drivenJoints } from './driven-joints.ts';

/** Goals, weights and the robot where it is not the model's own. */
export type Numbers = {
  readonly goals: Goals;
  readonly weights: Readonly<Record<string, PopulationTensor>>;
  readonly robot?: PartialRobotParameters;
};

interface Known {
  readonly model: RobotModel;
  readonly task: Task;
  readonly numbers: Numbers;
}

/** Of scenarios that were looked at before: an iteration asks several times. */
const known = new WeakMap<Scenario, Known>();

/** Those of a scenario. Throws an ArgumentError or a ShapeError where it does not fit, or has what is not planned for. */
export function numbersOf(model: RobotModel, task: Task, scenario: Scenario): Numbers {
  const before = known.get(scenario);
  if (before?.model === model && before.task === task) return before.numbers;
  const numbers = newNumbersOf(model, task, scenario);
  known.set(scenario, { model, task, numbers });
  return numbers;
}

function newNumbersOf(model: RobotModel, task: Task, scenario: Scenario): Numbers {
  requireScenario({ model, task, steps: 1 }, { ...scenario, noise: {} });
  if (Object.keys(scenario.noise ?? {}).length > 0)
    throw new ArgumentError(
      'scenario.noise',
      'disturbances',
      'none, as they are not known beforehand',
      'leave them out',
    );
  const { goals, weights, robot } = scenario;
  return { goals, weights, ...(robot ? { robot } : {}) };
}

/** Rows [N, m] of the driven joints' forces, of rows [N, nv] of all. */
export function drivenRows(model: RobotModel, tau: Float64Array): Float64Array {
  const joints = drivenJoints(model);
  const { nv } = model;
  const m = joints.length;
  if (m === nv) return tau;
  const count = tau.length / nv;
  const rows = new Float64Array(count * m);
  for (let k = 0; k < count; k++) for (let j = 0; j < m; j++) rows[k * m + j] = tau[k * nv + joints[j]];
  return rows;
}

/** The same numbers, those that are -0 as 0. */
export function plusZero(numbers: Float64Array): Float64Array {
  const sums = new Float64Array(numbers.length);
  for (let i = 0; i < sums.length; i++) sums[i] = numbers[i] + 0;
  return sums;
}
