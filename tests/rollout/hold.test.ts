/** @file A controller that decides once a period of several steps: as a loop written out does, with exact gradients. */
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { pd } from '../../controllers/pd.ts';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import { compile } from '../../src/core/compile.ts';
import { valueAndGrad } from '../../src/core/derivative/functions.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { mapTree, tensorsOf } from '../../src/core/tree.ts';
import { costates } from '../../src/rollout/costates.ts';
import { planOf, rollout } from '../../src/rollout/rollout.ts';
import { decide, move } from '../../src/rollout/step.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { gradientError } from '../support/gradient-error.ts';
import { randomModel } from '../support/moments.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';
import { differenceOf, runAllWays } from '../support/run-ways.ts';

const random = new Random();
const model = assetModel('planar-2link');
const controllers = {
  pd: pd({ kp: 20, kd: 2, reference: [0.3, -0.4] }),
  'torque-spline': torqueSpline({ knots: 4, gravityCompensation: true }),
} as unknown as Readonly<Record<string, Controller>>;

describe.each(Object.entries(controllers))('%s that is held over 4 of 12 steps', (_, controller) => {
  const { settings, scenario } = problemOf(random, model, { controller, steps: 12, hold: 4 });
  const start = mapTree(controller.parameters(model, [0, 0]), (leaf) =>
    tensor(random.list(leaf.size, -0.5, 1), leaf.shape),
  );
  const found = rollout(settings, start, scenario);

  it('moves as a loop that decides once a period and moves at every step', () => {
    const loop = { model, controller, plant: articulatedPlant(settings) };
    const plan = planOf(settings, start);
    let state = scenario.initial;
    for (let period = 0; period < 3; period++) {
      const planned = mapTree(plan, (rows) => at(rows, period));
      const moment = { state, memory: {}, time: tensor(period * 0.04), goals: scenario.goals, planned };
      const { command } = decide(loop, start, moment);
      for (let within = 0; within < 4; within++) {
        const step = 4 * period + within;
        const moved = move(loop, command, { state, time: tensor(step * 0.01), goals: scenario.goals });
        expectClose(at(found.tau, step), moved.tau, 1e-14);
        state = moved.state;
        expectClose(at(found.states.q, step), state.q, 1e-14);
        expectClose(at(found.states.v, step), state.v, 1e-13);
      }
    }
    expectEqual(found.tau.toArray().slice(0, 2), found.tau.toArray().slice(6, 8));
  });

  it('plans a row a period, from the first one’s beginning to the last one’s', () => {
    for (const rows of tensorsOf(planOf(settings, start))) expect(rows.shape[0]).toBe(3);
    const times: number[][] = [];
    planOf({ ...settings, controller: { ...controller, plan: (_p, progress, _m, duration = NaN) => (times.push([...progress, duration]), {}) } }, start); // prettier-ignore
    expect(times).toEqual([[0, 0.5, 1, 0.08]]);
  });

  it('has the gradient of the complex step, by parameters and by where it starts', () => {
    const error = gradientError(random, ({ p, q }) => rollout(settings, p, { ...scenario, initial: { ...scenario.initial, q } }).loss, { p: start, q: scenario.initial.q }); // prettier-ignore
    expect(error).toBeLessThan(1e-9);
  });

  it('is the same compiled, alone and among others', () => {
    const run = compile((own: Scenario) => rollout(settings, start, own), [scenario]);
    expectEqual(run(scenario).loss, found.loss);
    const { q, v } = scenario.initial;
    const many = { ...scenario, initial: { q: population([[9, 9], q.toArray(), [1, 2]] as number[][]), v } };
    const together = compile((own: Scenario) => rollout(settings, start, own).states.q, [many])(many);
    expectClose(together.toArray(1), found.states.q, 1e-14);
  });
});

it('has the same numbers at once and in every kernel, with checkpoints and without, forth and back', () => {
  const { settings, scenario, start } = problemOf(random, model, { steps: 8, hold: 2, mostDelay: 0.03 });
  const loss = (tau: PopulationTensor, delay: PopulationTensor) =>
    rollout(settings, { tau } as never, { ...scenario, delay }).loss;
  const both = (tau: PopulationTensor, delay: PopulationTensor) => {
    const { value, gradient } = valueAndGrad((x: { tau: PopulationTensor; delay: PopulationTensor }) => loss(x.tau, x.delay))({ tau, delay }); // prettier-ignore
    return [value, gradient.tau, gradient.delay];
  };
  const ways = runAllWays(both, [start.tau, population([0, 0.0137, 0.03])]);
  for (const [way, found] of ways) expect(differenceOf(found, ways.get('at once')!, 1e-12), way).toBe(null);
});

it('a period of one step is a rollout as it was, with the same bits', () => {
  const { settings, scenario, start } = problemOf(random, randomModel(random, 3), { steps: 6 });
  const [plain, held] = [settings, { ...settings, hold: 1 }].map((own) => rollout(own, start as never, scenario));
  expectEqual(held.states.q, plain.states.q);
  expectEqual(held.loss, plain.loss);
});

it('costates are of each step, whatever the period is, and agree with differences', () => {
  const problem = problemOf(random, model, { controller: controllers.pd, steps: 6, hold: 3 });
  const start = controllers.pd.parameters(model, [0, 0]);
  const { q, v, tau } = costates(problem as never, start as never);
  for (const each of [q, v, tau]) expect(each.shape).toEqual([6, 2]);
  const noise = (part: string, entry: number, size: number): Scenario => ({
    ...problem.scenario,
    noise: {
      [part]: tensor(
        Float64Array.from({ length: 12 }, (_, i) => (i === entry ? size : 0)),
        [6, 2],
      ),
    },
  });
  for (const [part, found] of Object.entries({ q, v, tau }))
    for (const entry of [0, 5, 7, 11]) {
      const [above, below] = [1e-5, -1e-5].map((size) => rollout(problem.settings, start, noise(part, entry, size)).loss.item()); // prettier-ignore
      expectClose(found.toArray()[entry], (above - below) / 2e-5, 1e-6);
    }
});

it('a number of steps that is no multiple of the period is refused, and a period of none', () => {
  for (const hold of [5, 0, 13, 1.5]) {
    const { settings, scenario, start } = problemOf(random, model, { steps: 12, hold });
    expect(() => rollout(settings, start as never, scenario)).toThrow(/hold: /);
  }
});

it('what is watched is a row a period, of what the controller sees as it begins', () => {
  const { settings, scenario, start } = problemOf(random, model, { steps: 6, hold: 2 });
  const watched = { ...settings, watch: (_p: object, _m: object, { q, time }: { q: object; time: object }) => ({ q, time }) as never }; // prettier-ignore
  const { outputs, states } = rollout(watched, start as never, scenario);
  const seen = outputs.watched as unknown as { readonly q: typeof states.q; readonly time: typeof states.q };
  expectClose(seen.time, [0, 0.02, 0.04], 1e-15);
  expectEqual(at(seen.q, 0), scenario.initial.q);
  expectEqual(at(seen.q, 2), at(states.q, 3));
});
