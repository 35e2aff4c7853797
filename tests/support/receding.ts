/** @file Tasks that are planned in a loop: a link to a goal, at rest there. */
import { tensor } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import type { ControlledMotion } from '../../src/plan/mpc/closed-loop.ts';
import type { Horizon } from '../../src/plan/mpc/receding.ts';
import { receding } from '../../src/plan/mpc/receding.ts';
import type { PlanningSettings } from '../../src/plan/planning.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type Scenario, weightsOf } from '../../src/rollout/scenario.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import type { Task, Term } from '../../src/task/task.ts';

export type Place = readonly [number, number, number];

/** Reaching: there, slowly, with little force. */
export function reaching(model: RobotModel, link: string): Task {
  const term = (name: string, residual: Term['residual'], weight: number, when: Term['when']): Term => ({
    name,
    residual,
    norm: quadratic,
    weight,
    when,
  });
  return {
    terms: [
      term('reach', linkPosition(link, 'goal'), 10, 'running'),
      term('arrive', linkPosition(link, 'goal'), 100, 'final'),
      term('speed', jointVelocity(model), 0.1, 'running'),
      term('rest', jointVelocity(model), 1, 'final'),
      term('effort', torque(model), 1e-5, 'running'),
    ],
    measures: {},
  };
}

export const recedingReach = (model: RobotModel, link: string, horizon: Horizon = {}): PlanningSettings =>
  receding({ model, task: reaching(model, link), integrator: 'semi-implicit-euler' }, horizon);

export const placeOf = (model: RobotModel, link: string, q: Float64Array): Place => {
  const [x, y, z] = linkPose(model, tensor(q), link).translation.data;
  return [x, y, z];
};

/** At rest in a configuration, with a goal. */
export const reachScenario = ({ task, model }: PlanningSettings, q: readonly number[], goal: Place): Scenario => ({
  initial: { q: tensor([...q]), v: tensor(new Float64Array(model.nv)) },
  goals: { goal: { position: tensor([...goal]) } },
  weights: weightsOf(task),
});

/** How far a link is from a place after a step, m. */
export function distanceAfter(
  { q }: ControlledMotion,
  model: RobotModel,
  link: string,
  step: number,
  goal: Place,
): number {
  const place = placeOf(model, link, q.slice(step * model.nq, (step + 1) * model.nq));
  return Math.hypot(...place.map((x, axis) => x - goal[axis]));
}
