/** @file The neural policy: what a network written out in loops gives, an arm that is held before it learns, exact gradients. */
import { describe, expect, it } from 'vitest';
import { actionKinds } from '../../controllers/actions/kinds.ts';
import { controllerKinds } from '../../controllers/kinds.ts';
import { mlp, type MlpSettings } from '../../controllers/mlp.ts';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import type { MlpParameters, Policy, PolicyMemory } from '../../controllers/policy.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { ParameterLayout } from '../../src/core/parameters.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { mapTree, tensorsOf } from '../../src/core/tree.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../../src/errors.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { gradientError } from '../support/gradient-error.ts';
import { plainPolicy } from '../support/plain-policy.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { lastLink, problemOf } from '../support/rollouts.ts';

const random = new Random();
const model = assetModel('planar-2link');
const goals = { point: { position: tensor([0.4, 0, 1.1]) } };
const action = actionKinds.make('torque-over-gravity', { model, start: [0.3, -0.2], goals });
const chosen = ['joint-position', 'joint-velocity', { type: 'goal-error-sum', link: lastLink(model), to: 'point' }, 'previous-action']; // prettier-ignore
const senses = chosen.map((sense) => senseKinds.make(sense, { model, goals, commands: action.size }));
const parts = { senses, action, period: 0.02, seed: 3 };
const state = { q: tensor([0.4, -0.3]), v: tensor([0.2, 0.5]) };
const seen = { ...state, time: tensor(0), goals };
const begun = (policy: Policy): PolicyMemory => policy.memory!(model);

/** Parameters in which nothing is 0 or 1. */
const drawn = (parameters: MlpParameters): MlpParameters => {
  const all = parameters as unknown as Record<string, PopulationTensor>;
  return mapTree(all, ({ size, shape }) => tensor(random.list(size, 0.2, 0.9), shape)) as unknown as MlpParameters;
};

const variants: readonly MlpSettings[] = [
  { hidden: [5] },
  { hidden: [4, 3], activation: 'elu' },
  { hidden: [3], activation: 'silu', layerNorm: true },
  { hidden: [3, 3], activation: 'relu', normalize: true },
  { hidden: [3, 4], layerNorm: true, normalize: true },
];

describe.each(variants)('a policy of %o', (settings) => {
  const policy = mlp(settings, parts);
  const parameters = drawn(policy.parameters(model, [0, 0]));

  it('gives what a network in loops gives, from its numbers in the order of PyTorch', () => {
    const memory = { previous: tensor([0.3, -0.6]), senses: { '2': tensor([0.01, 0.02, -0.03]) } };
    const x = policy.scaled(policy.values(memory, seen)).toArray();
    const { slots } = new ParameterLayout(parameters as never);
    const numbers = new Map(slots.map(({ path, shape }, i) => [path, { shape, numbers: [...tensorsOf(parameters as never)[i].toArray()] }])); // prettier-ignore
    const { tau } = policy.act(parameters, memory, seen, {}, model);
    expectClose(tau, plainPolicy(numbers, x, settings), 1e-13);
  });

  it('has the gradient of the complex step through rollouts', () => {
    const { settings: own, scenario } = problemOf(random, model, { controller: policy as never, steps: 4, hold: 2 });
    const given = { ...scenario, goals: { ...scenario.goals, ...goals } };
    // numbers that are measured are no parameters
    const loss = ({ policy: layers }: Pick<MlpParameters, 'policy'>) => rollout(own, { ...parameters, policy: layers } as never, given).loss; // prettier-ignore
    expect(gradientError(random, loss, { policy: parameters.policy })).toBeLessThan(1e-9);
  });

  it('remembers its command and what its senses add up, over its period', () => {
    const { tau, memory } = policy.act(parameters, begun(policy), seen, {}, model);
    expectEqual(memory.previous, tau);
    const again = policy.act(parameters, memory, seen, {}, model);
    expectClose(
      again.memory.senses['2'],
      memory.senses['2'].toArray().map((x) => 2 * x),
      1e-14,
    );
    expectEqual(again.memory.previous, again.tau);
  });
});

it('is named as PyTorch names a Sequential, and described by its layers', () => {
  const policy = mlp({ hidden: [4, 3], normalize: true, layerNorm: true }, parts);
  const layout = new ParameterLayout(policy.parameters(model, [0, 0]) as never);
  const paths = layout.slots.map(({ path, shape }) => `${path} ${shape.join()}`);
  expect(paths).toEqual([
    'policy.0.weight 4,9', 'policy.0.bias 4', 'policy.1.weight 4', 'policy.1.bias 4', 'policy.3.weight 3,4', 'policy.3.bias 3',
    'policy.4.weight 3', 'policy.4.bias 3', 'policy.6.weight 2,3', 'policy.6.bias 2', 'normalizer.mean 9', 'normalizer.var 9', 'normalizer.count ',
  ]); // prettier-ignore
  expect(Object.keys(policy.described!).sort()).toEqual(layout.slots.map(({ path }) => path).sort());
  expect(policy.measured).toEqual(['normalizer']);
});

describe('before it has learned', () => {
  it('a last layer of zeros holds the arm against gravity', () => {
    const policy = mlp({ hidden: [6], last: 0 }, parts);
    const parameters = policy.parameters(model, [0, 0]);
    const { tau } = policy.act(parameters, begun(policy), seen, {}, model);
    expect(tau.toArray().every((x) => x === 0)).toBe(true);
    const still = { ...seen, v: tensor([0, 0]) };
    expectEqual(policy.drive!.force(tau, still, { planned: {}, memory: {} }).tau, gravityForces(model, seen.q));
    const { settings, scenario } = problemOf(random, model, { controller: policy as never, steps: 50, hold: 2 });
    const { states } = rollout(settings, parameters as never, { ...scenario, goals: { ...scenario.goals, ...goals }, initial: { q: state.q, v: tensor([0, 0]) } }); // prettier-ignore
    expectClose(states.q.toArray().slice(-2), state.q, 1e-12);
  });

  it('its first weights are those of its seed', () => {
    const [one, same, other] = [3, 3, 4].map((seed) => mlp({ hidden: [6] }, { ...parts, seed }).parameters(model, [0, 0])); // prettier-ignore
    expectEqual(same.policy['0'].weight, one.policy['0'].weight);
    expect(other.policy['0'].weight.toArray()).not.toEqual(one.policy['0'].weight.toArray());
    const largest = Math.max(...one.policy['2'].weight.toArray().map(Math.abs));
    expect(largest).toBeLessThan(0.0101);
  });
});

it('lets no gradient into what is measured', () => {
  const policy = mlp({ hidden: [3], normalize: true }, parts);
  const parameters = drawn(policy.parameters(model, [0, 0]));
  const bar = grad((own: MlpParameters) => sum(policy.act(own, begun(policy), seen, {}, model).tau))(
    parameters as never,
  );
  for (const part of tensorsOf((bar as MlpParameters).normalizer as never))
    expect(part.toArray().every((x) => x === 0)).toBe(true);
  expect(tensorsOf((bar as MlpParameters).policy as never).some((part) => part.toArray().some((x) => x !== 0))).toBe(
    true,
  );
});

it.each<[object, RegExp]>([
  [{ hidden: [] }, /^hidden: /],
  [{ hidden: [0] }, /^hidden\[0\]: /],
  [{ hidden: [4], activation: 'tan' }, /^activation: .*tanh/],
  [{ hidden: [4], last: -1 }, /^last: /],
  [{}, /^hidden: /],
])('%o is refused by the name of its setting', (settings, message) => {
  const context = { model, goals, policy: () => parts };
  const make = (): unknown => controllerKinds.make({ type: 'mlp', ...settings } as never, context);
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(message);
});
