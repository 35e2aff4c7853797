import { expect, it } from 'vitest';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { ilqr } from '../../src/plan/ilqr.ts';
import { plan } from '../../src/plan/planner.ts';
import type { PlanningSettings } from '../../src/plan/planning.ts';
import type { Goal } from '../../src/robot/goal.ts';
import { weightsOf } from '../../src/rollout/scenario.ts';
import { goalKinds } from '../../src/task/goals/kinds.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { assetModel } from '../support/robots.ts';
import { lastLink } from '../support/rollouts.ts';

it('a plan follows a goal that moves: each knot is modelled about the place where the goal is then', async () => {
  const model = assetModel('planar-2link');
  const residual = linkPosition(lastLink(model), 'goal');
  const task = {
    terms: [
      { name: 'track', residual, norm: quadratic, weight: 1000, when: 'running' as const },
      { name: 'slowly', residual: jointVelocity(model), norm: quadratic, weight: 1e-3, when: 'running' as const },
    ],
    measures: { usual: { residual, when: 'mean' as const }, end: { residual, when: 'end' as const } },
  };
  // the arm moves in the x-z plane, and begins where the path does
  const start = [0.5 + 0.4 * Math.cos(1.2), 0, 1 + 0.4 * Math.sin(1.2)];
  const points = [
    { position: [0.5, 0, 1.6], time: 0.25 },
    { position: [0.4, 0, 1.5], time: 0.5 },
  ];
  const settings: PlanningSettings = { model, task, dt: 0.01, steps: 50, integrator: 'semi-implicit-euler' };
  const goal = goalKinds.make({ type: 'via-points', start, points }, { model }) as Goal;
  const scenario = { initial: { q: tensor([0, 1.2]), v: zeros([2]) }, goals: { goal }, weights: weightsOf(task) };
  const { measures, iterations } = await plan(settings, scenario, {
    method: ilqr({ tolerance: 1e-6 }),
    iterations: 40,
  });
  expect(measures.usual).toBeLessThan(0.005);
  expect(measures.end).toBeLessThan(0.005);
  // Gauss-Newton steps towards where the goal is not would not settle
  expect(iterations).toBeLessThan(40);
});
