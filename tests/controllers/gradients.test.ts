/** @file Gradients through closed loops: by parameters, by where they start and by where they go, for every controller. */
import { describe, expect, it } from 'vitest';
import { controllerKinds } from '../../controllers/kinds.ts';
import type { ControllerParameters } from '../../controllers/controller.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { leavesOf, mapTree } from '../../src/core/tree.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { expectClose } from '../support/check.ts';
import { complexTangent } from '../support/complex-step.ts';
import { controllerOf, idealRobot } from '../support/controllers.ts';
import { Random } from '../support/random.ts';
import { problemOf } from '../support/rollouts.ts';

const random = new Random();
describe.each(['ur5e', 'planar-2link'])('of %s', (robot) => {
  const model = idealRobot(robot, 'as given');
  it.each(controllerKinds.all.map(({ type }) => type))('under %s are the complex step’s to 1e-8', (type) => {
    const goals = { point: { position: tensor(random.list(3, -0.5, 0.5)) } };
    const controller = controllerOf(type, { model, goals }, { attempts: 2, iterations: 5 });
    const problem = problemOf(random, model, { controller, steps: 3 });
    const start = mapTree(controller.parameters(model, new Array<number>(model.nq).fill(0)), ({ shape, data }) =>
      tensor(
        Array.from(data, (x) => x + random.uniform(-0.5, 0.5)),
        shape,
      ),
    );
    const x = { parameters: start, initial: problem.scenario.initial, goals: problem.scenario.goals };
    const loss = ({ parameters, ...moved }: typeof x): PopulationTensor =>
      problem.rollout(parameters as never, { ...problem.scenario, ...moved } as Scenario).loss;
    const found = leavesOf(grad(loss)(x) as ControllerParameters);
    const graph = trace(loss, x);
    leavesOf(x).forEach(({ path, value }, leaf) => {
      const direction = random.list(value.size, -1, 1);
      const exact = complexTangent(
        graph,
        graph.inputs.map((_input, i) => leavesOf(x)[i].value),
        (input, element) => (input === leaf ? direction[element] : 0),
      );
      const parts = found[leaf].value.toArray().map((slope, i) => slope * direction[i]);
      const size = parts.reduce((total, part) => total + Math.abs(part), 0);
      expect(size, path).toBeGreaterThan(0);
      expectClose(
        parts.reduce((total, part) => total + part),
        exact[0][0][0],
        1e-8,
        size,
      );
    });
  });
});
