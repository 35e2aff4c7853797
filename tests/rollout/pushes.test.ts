import { expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { costates } from '../../src/rollout/costates.ts';
import type { Noise } from '../../src/rollout/scenario.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';

const model = assetModel('planar-2link');
const problem = problemOf(new Random(), model, { steps: 4 });
const { scenario, start } = problem;
const rows = (...values: readonly number[]) =>
  tensor(
    Float64Array.from({ length: 8 }, (_, i) => values[i] ?? 0),
    [4, 2],
  );
const under = (noise: Noise) => problem.rollout(start, { ...scenario, noise });
const plain = problem.rollout(start, scenario);

it('forces besides those of the drives move the arm and are no part of what the drives give', () => {
  const pushed = under({ tau: rows(0, 0, 3, -1) });
  expectEqual(pushed.tau, plain.tau);
  expectEqual(pushed.states.v.toArray().slice(0, 2), plain.states.v.toArray().slice(0, 2));
  expect(pushed.states.v.toArray().slice(2, 4)).not.toEqual(plain.states.v.toArray().slice(2, 4));
  // the same as drives that give so much more
  const more = { tau: tensor(start.tau.toArray().map((x, i) => x + [3, -1][i])) };
  const held = problem.rollout(more, scenario);
  const always = under({ tau: rows(3, -1, 3, -1, 3, -1, 3, -1) });
  expectClose(always.states.q, held.states.q, 1e-14);
  expect(always.loss.item()).not.toBe(held.loss.item());
});

it('know no limit of the drives', () => {
  const limit = model.joints[0].limits.effort;
  const strong = { tau: tensor([2 * limit, 0]) };
  const at = (noise?: Noise) => problem.rollout(strong, { ...scenario, ...(noise && { noise }) });
  expect(at().tau.toArray()[0]).toBe(limit);
  expect(at({ tau: rows(5) }).states.v.toArray()[0]).not.toBe(at().states.v.toArray()[0]);
  expect(Math.abs(costates(problem, strong).tau.toArray()[0])).toBeGreaterThan(0);
});

it.each([{ q: rows(0.1) }, { v: rows(0.1) }, { tau: rows(0.1) }])('any part may stand alone', (noise) => {
  expect(under(noise).states.q.toArray()).not.toEqual(plain.states.q.toArray());
});

it.each<[object, RegExp]>([
  [{ tau: tensor([1, 2]) }, /noise\.tau/],
  [{ v: 3 }, /noise\.v/],
  [null as never, /noise/],
])('refuses %j', (noise, message) => {
  expect(() => under(noise)).toThrow(message);
});
