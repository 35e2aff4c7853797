import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { forgetful } from '../../controllers/drive.ts';
import { gather } from '../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { goalPart, type Goal, type Goals } from '../../src/robot/goal.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { goalKinds } from '../../src/task/goals/kinds.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import type { Task } from '../../src/task/task.ts';
import { expectClose } from '../support/check.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { lastLink, problemOf } from '../support/rollouts.ts';

const model = assetModel('planar-2link');
const link = lastLink(model);
const [dt, steps, hold] = [0.01, 12, 3];
const period = 0.4;
const center = [0.3, 0.1, 1];
const goals: Goals = {
  point: goalKinds.make({ type: 'figure-eight', center, size: [0.4, 0.2], period }, { model }) as Goal,
};

/** Where the figure is at a time, from its definition. */
const placeAt = (time: number): number[] => {
  const angle = (2 * Math.PI * time) / period;
  return [center[0], center[1] + 0.2 * Math.sin(angle), center[2] + 0.1 * Math.sin(2 * angle)];
};

/** Its force is the goal as it sees it. */
const following: Controller = {
  name: 'following',
  parameters: () => ({}),
  act: (_, memory, seen) => ({ tau: gather(goalPart(seen.goals, 'point', 'position', [3]), [1, 2]), memory }),
};
/** A drive that gives the goal as it sees it, at every step. */
const driven: Controller = {
  ...following,
  drive: { size: 2, force: forgetful((_, seen) => gather(goalPart(seen.goals, 'point', 'position', [3]), [1, 2])) },
};

const task: Task = {
  terms: [{ name: 'near', residual: linkPosition(link, 'point'), norm: quadratic, weight: 2, when: 'both' }],
  measures: {
    end: { residual: linkPosition(link, 'point'), when: 'end' },
    worst: { residual: linkPosition(link, 'point'), when: 'largest' },
  },
};

function rolledWith(controller: Controller, own: Goals = goals) {
  const { scenario } = problemOf(new Random(), model, { task, dt, steps });
  return rollout(
    { model, controller, task, integrator: 'semi-implicit-euler', dt, steps, hold },
    {},
    { ...scenario, goals: own },
  );
}

const rowsOf = (x: PopulationTensor, width: number): number[][] => {
  const all = x.toArray() as number[];
  return Array.from({ length: all.length / width }, (_, i) => all.slice(width * i, width * (i + 1)));
};

describe('a goal that moves', () => {
  it('is measured where it is after each step', () => {
    const { outputs, measures, terms } = rolledWith(following);
    const apart = rowsOf(outputs.links[link], 3).map((place, i) => {
      const goal = placeAt((i + 1) * dt);
      return Math.hypot(...place.map((x, k) => x - goal[k]));
    });
    const costs = apart.map((distance) => distance * distance * 2);
    expectClose(outputs.costs.near, costs, 1e-12);
    expectClose(measures.worst, Math.max(...apart), 1e-13);
    expectClose(measures.end, apart.at(-1)!, 1e-13);
    expectClose(terms.near, costs.reduce((a, b) => a + b) / steps + costs.at(-1)!, 1e-12);
  });

  it('is seen by a controller as its period begins, and by its drive as each step does', () => {
    const at = (time: number) => placeAt(time).slice(1);
    const forces = rowsOf(rolledWith(following).tau, 2);
    forces.forEach((tau, i) => expectClose(tau, at(Math.floor(i / hold) * hold * dt), 1e-13));
    const ofDrive = rowsOf(rolledWith(driven).tau, 2);
    ofDrive.forEach((tau, i) => expectClose(tau, at(i * dt), 1e-13));
  });

  it('that stands still is one', () => {
    const still = { point: { position: tensor(center) } };
    const never = { point: { ...goals.point, swing: tensor([0, 0, 0, 0, 0, 0], [2, 3]) } };
    expect(rolledWith(following, never).loss.item()).toBe(rolledWith(following, still).loss.item());
  });
});
