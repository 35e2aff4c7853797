/** @file Interfaces are trees for controllers, problems and rules, too. */
import { expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { add, mul, neg } from '../../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import { costates } from '../../src/rollout/costates.ts';
import type { Problem } from '../../src/rollout/problem.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { assetModel } from '../support/robots.ts';

interface Gains {
  readonly damping: PopulationTensor;
}
interface Filtered {
  readonly v: PopulationTensor;
}

const model = assetModel('planar-2link');

/** Damps a velocity that is half of the last one. */
const damper: Controller<Gains, Filtered> = {
  name: 'damper',
  parameters: () => ({ damping: tensor(2) }),
  memory: ({ nv }) => ({ v: zeros([nv]) }),
  act: ({ damping }, memory, { v }) => {
    const mixed = mul(0.5, add(memory.v, v));
    return { tau: neg(mul(damping, mixed)), memory: { v: mixed } };
  },
};

it('a controller, its problem and a rule of interfaces are taken as they are', () => {
  const term = { name: 'rest', residual: jointVelocity(model), norm: quadratic, weight: 1, when: 'final' } as const;
  const settings = {
    model,
    controller: damper,
    task: { terms: [term], measures: {} },
    integrator: 'rk4',
    dt: 0.01,
    steps: 3,
  };
  const scenario = {
    initial: { q: zeros([2]), v: tensor([1, -1]) },
    goals: {},
    weights: { rest: tensor(1) },
  };
  const problem: Problem<Gains> = {
    model,
    dt: 0.01,
    steps: 3,
    start: damper.parameters(model, [0, 0]),
    scenario,
    rollout: (parameters, given) => rollout(settings, parameters, given),
  };
  expect(costates(problem, problem.start).v.shape).toEqual([3, 2]);
  const rule: UpdateRule<Filtered> = {
    ...gradientDescent({ learningRate: 1 }),
    start: () => ({ v: zeros([2]) }),
  } as never;
  expect(rule.start({ ...problem.start }).v.shape).toEqual([2]);
});
