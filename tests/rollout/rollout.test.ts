import { describe, expect, it } from 'vitest';
import type { ControllerParameters } from '../../controllers/controller.ts';
import { compile } from '../../src/core/compile.ts';
import { vjp } from '../../src/core/derivative/functions.ts';
import type { Tree } from '../../src/core/tree.ts';
import { ones, PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { Problem } from '../../src/rollout/problem.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { State } from '../../src/simulation/integrators/integrator.ts';
import { Random } from '../support/random.ts';
import { experimentOf } from '../support/scenes.ts';

/** Loss and gradient with respect to parameters and initial state, each member on its own. */
function compileGradient({ rollout, scenario }: Problem, parameters: ControllerParameters, state: State) {
  return compile(
    (p: ControllerParameters, s: State) => {
      const { value, pullback } = vjp(
        (x: { readonly p: ControllerParameters; readonly s: State }) =>
          rollout(x.p, { ...scenario, initial: x.s }).loss,
        { p, s },
      );
      return { loss: value, ...pullback(ones([], value.population)) };
    },
    [parameters, state],
    { checkFinite: false },
  );
}

const members = 5;
const tensorOf = (leaf: Tree): PopulationTensor => leaf as PopulationTensor;
const spreadState = (state: State, random: Random): State => {
  const many = (x: PopulationTensor): PopulationTensor =>
    new PopulationTensor(
      { shape: x.shape, population: members },
      Float64Array.from(
        { length: x.size * members },
        (_, i) => x.data[Math.floor(i / members)] + random.uniform(-0.1, 0.1),
      ),
    );
  return { q: many(state.q), v: many(state.v) };
};
const one = (x: PopulationTensor, member: number): PopulationTensor =>
  tensor(Float64Array.from(x.toArray(member)), x.shape);

describe.each(['panda-reach', 'two-link-reach', 'pendulum-swing-up'])('a population of rollouts of %s', (name) => {
  const { problem, layout, initialParameters } = experimentOf(name, 0.1);
  const parameters = layout.fromVector(initialParameters);
  const { initial } = problem.scenario;
  const states = spreadState(initial, new Random());
  const together = compileGradient(problem, parameters, states)(parameters, states);
  const alone = compileGradient(problem, parameters, initial);

  it('has in each member the bits of that rollout alone, and shared gradients are sums over the members', () => {
    const single = Array.from({ length: members }, (_, member) =>
      alone(parameters, { q: one(states.q, member), v: one(states.v, member) }),
    );
    single.forEach((result, member) => {
      expect(together.loss.toArray(member)).toEqual(result.loss.toArray());
      expect(together.s.q.toArray(member)).toEqual(result.s.q.toArray());
      expect(together.s.v.toArray(member)).toEqual(result.s.v.toArray());
    });
    for (const key of Object.keys(parameters)) {
      expect(tensorOf(together.p[key]).population).toBe(1);
      tensorOf(together.p[key])
        .toArray()
        .forEach((value, i) => {
          const terms = single.map(({ p }) => tensorOf(p[key]).toArray()[i]);
          const size = terms.reduce((total, term) => total + Math.abs(term), 1e-12);
          expect(Math.abs(value - terms.reduce((a, b) => a + b)) / size).toBeLessThan(1e-14);
        });
    }
  });

  it('lets no poisoned member reach another', () => {
    const poison = (x: PopulationTensor): PopulationTensor =>
      new PopulationTensor(
        x,
        x.data.map((value, i) => (i % members === 2 ? NaN : value)),
      );
    const poisoned = compileGradient(
      problem,
      parameters,
      states,
    )(parameters, { q: poison(states.q), v: poison(states.v) });
    for (const member of [0, 1, 3, 4]) {
      expect(poisoned.loss.toArray(member)).toEqual(together.loss.toArray(member));
      expect(poisoned.s.q.toArray(member)).toEqual(together.s.q.toArray(member));
    }
  });
});

it('memory of the reverse sweep is steps x state: what the experiment states before it runs', () => {
  const [short, long] = [0.5, 1].map((horizon) => experimentOf('panda-reach', horizon));
  expect(long.storedBytes).toBe(2 * short.storedBytes);
  expect(long.storedBytes).toBe(8 * 200 * (7 + 2 * 7 + 3));
});

it('a horizon of one step works, and a long one does not overflow the stack', () => {
  const one = experimentOf('two-link-reach', 0.01);
  expect(one.settings.steps).toBe(1);
  expect(one.evaluate(one.initialParameters).gradient.every(Number.isFinite)).toBe(true);
  const long = experimentOf('pendulum-swing-up', 200);
  expect(long.settings.steps).toBe(10_000);
  expect(Number.isFinite(long.evaluate(new Float64Array(long.layout.size)).loss)).toBe(true);
});

it.each([undefined, {}, { q: 1, v: 1 }])('a plant that steps to %j is refused by name', (after) => {
  const { settings, problem } = experimentOf('two-link-reach', 0.05);
  const plant = { step: () => after as never };
  expect(() => rollout({ ...settings, plant }, problem.start, problem.scenario)).toThrow(/^step of the plant/);
});
