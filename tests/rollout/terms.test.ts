import { describe, expect, it } from 'vitest';
import { explainProgram } from '../../src/core/backend/explain-program.ts';
import { TracedFunction } from '../../src/core/compile.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { abs } from '../../src/core/ops/arithmetic.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { at, stack } from '../../src/core/ops/indexing.ts';
import { amax, sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import type { Norm } from '../../src/task/norm.ts';
import type { Residual } from '../../src/task/residual.ts';
import { costOf, linksOf, type Task, type Term } from '../../src/task/task.ts';
import { expectClose } from '../support/check.ts';
import { plainPose, randomModel } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { type Held, lastLink, problemOf, taskOf, terms } from '../support/rollouts.ts';
import { experimentOf, sceneNames } from '../support/scenes.ts';

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('terms of a rollout', () => {
  it.each(sceneNames)('of %s sum to its loss, to the bit', (name) => {
    const experiment = experimentOf(name, 0.1);
    const { loss, terms: found } = experiment.evaluate(experiment.initialParameters);
    expect(sumOf(Object.values(found))).toBe(loss);
  });

  it('that run are means over time of what every step costs; the rest stands alone', () => {
    const random = new Random();
    for (let i = 0; i < testCases(4); i++) {
      const model = randomModel(random, 4);
      const { scenario, start, steps, ...problem } = problemOf(random, model);
      const found = problem.rollout(start, scenario);
      expect(Object.keys(found.outputs.costs)).toEqual(['reach', 'effort', 'home']);
      for (const name of ['reach', 'effort'])
        expectClose(found.terms[name], sumOf(found.outputs.costs[name].toArray()) / steps, 1e-14);
      expect(found.outputs.costs['reach'].shape).toEqual([steps]);
      // speeds at the end, and nothing before
      const v = found.states.v.toArray().slice(-model.nv);
      expectClose(found.terms['rest'], (0.5 * sumOf(v.map((x) => x * x))) / model.nv, 1e-14);
      // both: the mean, and the last of them once more
      const home = found.outputs.costs['home'].toArray();
      expectClose(found.terms['home'], sumOf(home) / steps + home.at(-1)!, 1e-14);
      const end = plainPose(model, found.states.q.toArray().slice(-model.nq), lastLink(model)).translation;
      expectClose(found.outputs.links[lastLink(model)].toArray().slice(-3), [...end], 1e-13);
    }
  });

  it('of `both` are the running and the final one, added to the bit', () => {
    const random = new Random();
    const model = randomModel(random, 3);
    const { reach } = terms(model);
    const seed = new Random(5);
    const task: Task = {
      measures: {},
      terms: (['running', 'final', 'both'] as const).map((when) => ({ ...reach, name: when, when })),
    };
    const { start, scenario, ...problem } = problemOf(seed, model, { task });
    const found = problem.rollout(start, scenario).terms;
    expect(found['both'].item()).toBe(found['running'].item() + found['final'].item());
  });

  it('that run converge with the step, so that no weight depends on it', () => {
    const model = assetModel('planar-2link');
    const time = 0.4;
    const runningAt = (steps: number): number => {
      const { start, scenario, ...problem } = problemOf(new Random(3), model, {
        dt: time / steps,
        steps,
        integrator: 'rk4',
      });
      return problem.rollout(start, scenario).terms['reach'].item();
    };
    const [a, b, c, d] = [20, 40, 80, 160].map(runningAt);
    // a mean over moments has an error of first order: each halving halves the change
    expect((a - b) / (b - c)).toBeCloseTo(2, 1);
    expect((b - c) / (c - d)).toBeCloseTo(2, 1);
    expect(Math.abs(c - d)).toBeLessThan(0.02 * Math.abs(d));
  });

  it('grow with their weights, which are inputs, and 0 leaves nothing', () => {
    const random = new Random();
    const model = randomModel(random, 3);
    const { start, scenario, ...problem } = problemOf(random, model);
    const once = problem.rollout(start, scenario);
    const other = problem.rollout(start, {
      ...scenario,
      weights: { ...scenario.weights, rest: tensor(0), reach: tensor(8) },
    });
    expect(other.terms['rest'].item()).toBe(0);
    expectClose(other.terms['reach'], 4 * once.terms['reach'].item(), 1e-15);
    expect(other.terms['home'].item()).toBe(once.terms['home'].item());
  });

  it('may be plain objects of a user’s own', () => {
    const model = assetModel('planar-2link');
    const residual: Residual = {
      name: 'sway',
      size: 2,
      unit: 'rad/s',
      evaluate: ({ v, time }) => stack([at(v, 0), mul(time, at(v, 1))]),
      read: (entries) => amax(abs(entries)),
    };
    const norm: Norm = { name: 'absolute', evaluate: (entries) => sum(abs(entries)) };
    const task: Task = {
      terms: [{ name: 'sway', residual, norm, weight: 3, when: 'final' }],
      measures: { sway: { residual, when: 'end' } },
    };
    const { start, scenario, steps, dt, ...problem } = problemOf(new Random(), model, { task });
    const found = problem.rollout(start, scenario);
    const [a, b] = found.states.v.toArray().slice(-2).map(Math.abs);
    expectClose(found.loss, 3 * (a + steps * dt * b), 1e-14);
    expectClose(found.measures['sway'], Math.max(a, steps * dt * b), 1e-14);
    const gradient = grad((x: Held) => problem.rollout(x, scenario).loss)(start).tau.toArray();
    expect(gradient.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
  });
});

describe('what nothing reads', () => {
  const model = assetModel('planar-2link');
  const operationsOf = (task: Task, isWhole: boolean): number => {
    const { start, scenario, settings } = problemOf(new Random(), model, { task });
    const f = (x: Held, given: Scenario) => {
      const found = rollout(settings, x, given);
      return isWhole ? found : { loss: found.loss };
    };
    const traced = new TracedFunction(f as (x: Held, given: Scenario) => { readonly loss: PopulationTensor }, [
      start,
      scenario,
    ]);
    return traced.executable.factories
      .map((factory) => explainProgram(factory.stage, factory.laidOut('wasm'), { fuses: factory.fuses }))
      .flatMap(({ regions }) => regions)
      .reduce((total, { operations, steps }) => total + operations * steps, 0);
  };

  it('of outputs and measures costs nothing', () => {
    const whole = taskOf(model);
    const measures = Object.fromEntries(
      Object.entries(whole.measures).map(([name, measure]) => [name, { ...measure, when: 'largest' as const }]),
    );
    const alone = operationsOf({ ...whole, measures: {} }, false);
    expect(operationsOf({ ...whole, measures, success: { measure: 'reach', below: 1, hold: 1 } }, false)).toBe(alone);
    expect(operationsOf({ ...whole, measures }, true)).toBeGreaterThan(alone);
  });
});

it('links of a task are those that residuals read, each once', () => {
  const model = assetModel('planar-2link');
  expect(linksOf(taskOf(model))).toEqual([lastLink(model)]);
  expect(linksOf({ terms: [], measures: {} })).toEqual([]);
});

it('1 - cos is taken of the residual that knows it, and of the entries of any other', () => {
  const oneMinusCos: Norm = { name: 'n', isOfAngles: true, evaluate: () => tensor(1) };
  const residual = { name: 'r', size: 1, unit: 'rad', evaluate: () => tensor([0]), read: () => tensor(0) };
  const term: Term = { name: 't', residual, norm: oneMinusCos, weight: 1, when: 'final' };
  const cost = (own: Term): number => costOf(own, tensor(2), {} as Parameters<typeof costOf>[2], {}).item();
  expect(cost(term)).toBe(2);
  expect(cost({ ...term, residual: { ...residual, oneMinusCos: () => tensor(5) } })).toBe(10);
});
