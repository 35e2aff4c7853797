/** @file Commands that come late: as a queue of them would bring them, whole periods or parts, with exact gradients by the delay. */
import { describe, expect, it } from 'vitest';
import { controllerKinds } from '../../controllers/kinds.ts';
import type { Controller } from '../../controllers/controller.ts';
import { compile } from '../../src/core/compile.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at, slice } from '../../src/core/ops/indexing.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { gradientError } from '../support/gradient-error.ts';
import { controllerContext } from '../support/policies.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';

const random = new Random();
const model = assetModel('planar-2link');

/** Forces that grow from period to period: the first command is `tau`, the next 2 tau, … */
const growing: Controller<{ readonly tau: PopulationTensor }, { readonly n: PopulationTensor }> = {
  name: 'growing',
  parameters: () => ({ tau: tensor([0.1, -0.05]) }),
  memory: () => ({ n: tensor(0) }),
  act: ({ tau }, { n }) => ({ tau: mul(tau, add(n, 1)), memory: { n: add(n, 1) } }),
};
const [hold, steps] = [2, 12];
const { settings, scenario } = problemOf(random, model, {
  controller: growing as unknown as Controller,
  steps,
  hold,
  mostDelay: 0.05,
});
const parameters = growing.parameters(model, [0, 0]);
const late = (delay: number | PopulationTensor): Scenario => ({
  ...scenario,
  delay: typeof delay === 'number' ? tensor(delay) : delay,
});
const forces = (delay: number): number[][] => {
  const { tau } = rollout(settings, parameters, late(delay));
  return Array.from({ length: steps }, (_, step) => [...at(tau, step).toArray()]);
};
const before = [...gravityForces(model, scenario.initial.q).toArray()];
/** The command of a period; before the first one the forces that hold the arm. */
const command = (period: number): number[] => (period < 0 ? before : [0.1 * (period + 1), -0.05 * (period + 1)]);

describe('commands that come late', () => {
  it.each([0, 1, 2])('by %i periods are those of a queue', (periods) => {
    forces(periods * 0.02).forEach((found, step) =>
      expectClose(found, command(Math.floor(step / hold) - periods), 1e-12),
    );
  });

  it('by a part of a step are mixed over the step in which they come', () => {
    forces(0.013).forEach((found, step) => {
      const period = Math.floor(step / hold);
      // over the second step of its period a command is in force for the last 7 of 10 ms
      const [old, own] = [command(period - 1), command(period)];
      const share = step % hold === 0 ? 0 : 0.7;
      expectClose(
        found,
        old.map((x, i) => x + share * (own[i] - x)),
        1e-12,
      );
    });
  });

  it('are in time where no delay is said', () => {
    const { states } = rollout(settings, parameters, scenario);
    const prompt = { ...settings, mostDelay: undefined };
    expectEqual(states.q, rollout(prompt, parameters, scenario).states.q);
    expectClose(states.q, rollout(settings, parameters, late(0)).states.q, 1e-13);
  });

  it('have the gradient of the complex step by the delay and by the parameters', () => {
    const error = gradientError(random, ({ p, delay }) => rollout(settings, p, late(delay)).loss, { p: parameters, delay: tensor(0.0137) }); // prettier-ignore
    expect(error).toBeLessThan(1e-9);
  });

  it('may come later for one member than for another, compiled as at once', () => {
    const delays = [0, 0.0137, 0.05];
    const many = late(population(delays));
    const together = compile((own: Scenario) => rollout(settings, parameters, own).tau, [many])(many);
    delays.forEach((delay, member) => expectClose(together.toArray(member), forces(delay).flat(), 1e-13));
  });

  it.each([-0.01, 0.0501, NaN])('are refused where the rollout keeps no command for them: %d s', (delay) => {
    expect(() => rollout(settings, parameters, late(delay))).toThrow(/^delay: .* s; expected 0 s to 0.05 s/);
  });

  it('are refused by a rollout that is made for none, traced or not', () => {
    const prompt = { ...settings, mostDelay: undefined };
    expect(() => rollout(prompt, parameters, late(0))).toThrow(ArgumentError);
    expect(() => compile((own: Scenario) => rollout(prompt, parameters, own).loss, [late(0)])(late(0))).toThrow(
      /mostDelay/,
    );
    expect(() => rollout({ ...settings, mostDelay: -1 }, parameters, scenario)).toThrow(/mostDelay/);
  });
});

describe('commands of a policy', () => {
  const policy = controllerKinds.make({ type: 'mlp', hidden: [4], last: 1 }, controllerContext(model));
  const own = { ...settings, controller: policy };
  const weights = policy.parameters(model, [0, 0]);
  const spring = (state: Scenario['initial'], a: PopulationTensor) =>
    policy.drive!.force(a, { ...state, time: tensor(0), goals: {} }, { planned: {}, memory: {} }).tau;

  it('that come late make forces of what is seen when they come', () => {
    const { states, tau } = rollout(own, weights, late(0.02));
    // until the first one comes the arm does what it does of a command of zeros
    expectClose(at(tau, 0), spring(scenario.initial, tensor([0, 0])), 1e-13);
    expectClose(at(tau, 1), spring({ q: at(states.q, 0), v: at(states.v, 0) }, tensor([0, 0])), 1e-13);
    expect(at(tau, 2).toArray()).not.toEqual(
      spring({ q: at(states.q, 1), v: at(states.v, 1) }, tensor([0, 0])).toArray(),
    );
  });

  it('have the gradient of the complex step', () => {
    const short = { ...own, steps: 6 };
    const loss = ({ p, delay }: { p: typeof weights; delay: PopulationTensor }) => rollout(short, p, late(delay)).loss;
    expect(gradientError(random, loss, { p: weights, delay: tensor(0.0137) })).toBeLessThan(1e-9);
    expect(grad(loss)({ p: weights, delay: tensor(0.0137) }).delay.item()).not.toBe(0);
  });
});

it('what is left of the horizon after a delay of all of it are the forces that hold the arm', () => {
  const { tau } = rollout({ ...settings, mostDelay: 1 }, parameters, late(1));
  expectClose(slice(tau, [0], [1]), before, 1e-12);
  expectClose(slice(tau, [steps - 1]), before, 1e-12);
});
