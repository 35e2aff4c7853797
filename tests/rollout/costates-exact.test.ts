import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { pd } from '../../controllers/pd.ts';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import { trace } from '../../src/core/graph.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { leavesOf, mapTree, tensorsOf } from '../../src/core/tree.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { costates, rolloutAndCostates } from '../../src/rollout/costates.ts';
import type { Problem } from '../../src/rollout/problem.ts';
import { type Scenario, stillness } from '../../src/rollout/scenario.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexTangent } from '../support/complex-step.ts';
import { randomModel } from '../support/moments.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';

const random = new Random();

const robots: readonly (readonly [string, RobotModel])[] = [
  ...(['panda', 'ur5e', 'planar-2link', 'pendulum'] as const).map((name) => [name, assetModel(name)] as const),
  ['a random robot', randomModel(random, 3)],
];

const controllers = {
  pd: pd({ kp: 20, kd: 2 }),
  'torque-spline': torqueSpline({ knots: 4, gravityCompensation: true }),
} as unknown as Readonly<Record<string, Controller>>;

/** A random scenario of the robot under a controller with random parameters. */
function problemWith(model: RobotModel, controller: Controller, integrator: string): Problem {
  const problem = problemOf(random, model, { controller, integrator, steps: 3 });
  const start = mapTree(controller.parameters(model, new Array<number>(model.nq).fill(0)), (leaf) =>
    tensor(
      leaf.toArray().map((x) => x + random.uniform(-0.5, 0.5)),
      leaf.shape,
    ),
  );
  return { ...problem, start } as unknown as Problem;
}

describe.each(robots)('costates of %s', (_, model) => {
  const cases = Object.keys(controllers).flatMap((name) =>
    ['semi-implicit-euler', 'rk4'].map((integrator) => [name, integrator] as const),
  );

  it.each(cases)('under %s by %s are the complex step’s to 1e-9, each along random directions', (name, integrator) => {
    const problem = problemWith(model, controllers[name], integrator);
    const { goals } = problem.scenario;
    const moves = { noise: stillness(model, problem.steps), goals };
    const loss = (moved: typeof moves): PopulationTensor =>
      problem.rollout(problem.start, { ...problem.scenario, ...moved } as Scenario).loss;
    const graph = trace(loss, moves);
    const { goals: byGoals, ...noise } = costates(problem, problem.start);
    const found = tensorsOf({ noise: { q: noise.q, v: noise.v, tau: noise.tau }, goals: byGoals });
    const inputs = tensorsOf(moves);
    leavesOf(moves).forEach(({ value }, leaf) => {
      const direction = random.list(value.size, -1, 1);
      const exact = complexTangent(graph, inputs, (input, element) => (input === leaf ? direction[element] : 0));
      const along = found[leaf].toArray().reduce((total, x, i) => total + x * direction[i], 0);
      const size = found[leaf].toArray().reduce((total, x, i) => total + Math.abs(x * direction[i]), 0);
      expect(size).toBeGreaterThan(0);
      expectClose(along, exact[0][0][0], 1e-9, size);
    });
  });

  it('come with the rollout and its gradient in one sweep', () => {
    const problem = problemWith(model, controllers.pd, 'rk4');
    const all = rolloutAndCostates(problem, problem.start);
    const alone = costates(problem, problem.start);
    for (const part of ['q', 'v', 'tau'] as const) expectClose(all.costates[part], alone[part], 1e-12);
    expectEqual(all.found.loss, problem.rollout(problem.start, problem.scenario).loss);
    expect(leavesOf(all.gradient).map(({ path }) => path)).toEqual(leavesOf(problem.start).map(({ path }) => path));
  });
});
