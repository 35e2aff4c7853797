/** @file Small rollouts for tests: a random arm under held torques, and tasks of plain terms. */
import type { Controller } from '../../controllers/controller.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import type { Problem } from '../../src/rollout/problem.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { type RolloutSettings } from '../../src/rollout/settings.ts';
import { type Scenario, weightsOf } from '../../src/rollout/scenario.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { jointPosition } from '../../src/task/residuals/joint-position.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import type { Task, Term } from '../../src/task/task.ts';
import type { Random } from './random.ts';

export type Held = { readonly tau: PopulationTensor };

/** The same torques at every step. */
export const held: Controller<Held> = {
  name: 'held',
  parameters: ({ nv }) => ({ tau: tensor(new Array<number>(nv).fill(0)) }),
  act: ({ tau }, memory) => ({ tau, memory }),
};

export const lastLink = ({ links }: RobotModel): string => links.at(-1)!.name;

/** Running and final terms of every sort of residual that goals, state and forces make. */
export function terms(model: RobotModel): Readonly<Record<'reach' | 'effort' | 'home' | 'rest', Term>> {
  const term = (name: string, residual: Term['residual'], weight: number, when: Term['when']): Term => ({
    name,
    residual,
    norm: quadratic,
    weight,
    when,
  });
  return {
    reach: term('reach', linkPosition(lastLink(model), 'point'), 2, 'running'),
    effort: term('effort', torque(model), 0.1, 'running'),
    home: term('home', jointPosition(model, 'posture'), 3, 'both'),
    rest: term('rest', jointVelocity(model), 0.5, 'final'),
  };
}

/** All of them, and their measures at the end. */
export function taskOf(model: RobotModel): Task {
  const all = Object.values(terms(model));
  const measures = Object.fromEntries(all.map(({ name, residual }) => [name, { residual, when: 'end' as const }]));
  return { terms: all, measures };
}

/** A problem of held torques; its random scenario and start are the same for the same numbers. */
export function problemOf(
  random: Random,
  model: RobotModel,
  given: Partial<RolloutSettings> = {},
): Problem<Held> & { readonly settings: RolloutSettings } {
  const settings: RolloutSettings = {
    model,
    controller: held,
    task: taskOf(model),
    integrator: 'semi-implicit-euler',
    dt: 0.01,
    steps: 8,
    ...given,
  };
  const list = (count: number, size: number): PopulationTensor => tensor(random.list(count, -size, size));
  const scenario: Scenario = {
    initial: { q: list(model.nq, 1), v: list(model.nv, 1) },
    goals: { point: { position: list(3, 1) }, posture: { posture: list(model.nq, 1) } },
    weights: weightsOf(settings.task),
  };
  return {
    settings,
    model,
    dt: settings.dt,
    steps: settings.steps,
    start: { tau: list(model.nv, 2) },
    scenario,
    rollout: (parameters, other) => rollout(settings, parameters, other),
  };
}
