/** @file dm_control's scores: starts of its distributions, rewards of its formulas, refusals. */
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/errors.ts';
import { dmControlAcrobot } from '../../../src/task/scores/dm-control-acrobot.ts';
import { dmControlCartPole } from '../../../src/task/scores/dm-control-cart-pole.ts';
import { dmControlPendulum } from '../../../src/task/scores/dm-control-pendulum.ts';
import { scoreKinds } from '../../../src/task/scores/kinds.ts';
import { tolerance } from '../../../src/task/scores/tolerance.ts';
import { totalReturn } from '../../../src/task/scores/total-return.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';

describe('tolerance', () => {
  // by hand, of the formulas of dm_control's rewards: [x, bounds, margin, sigmoid, value at margin, what it is worth]
  it.each([
    [0.5, [0, 1], 0, 'gaussian', 0.1, 1],
    [1.0000001, [0, 1], 0, 'gaussian', 0.1, 0],
    [1, [0, 0], 2, 'gaussian', 0.1, 0.5623413251903491],
    [-3, [-1, 1], 1, 'gaussian', 0.1, 0.0001],
    [2, [0, 0], 1, 'long-tail', 0.2, 1 / 17],
    [2, [0, 0], 1, 'reciprocal', 0.2, 1 / 9],
    [2, [0, 0], 4, 'linear', 0.2, 0.6],
    [2, [0, 0], 1, 'linear', 0, 0],
    [-0.5, [0, Infinity], 1, 'quadratic', 0, 0.75],
    [3, [0, 0], 1, 'quadratic', 0.5, 0],
  ] as const)('of %s beyond %s with margin %s, %s, %s', (x, bounds, margin, sigmoid, valueAtMargin, worth) => {
    expectClose(tolerance(x, { bounds, margin, sigmoid, valueAtMargin }), worth, 1e-15);
  });

  it.each([
    [{ bounds: [1, 0] }, /^bounds: found 1, 0/],
    [{ margin: -1 }, /^margin: found -1/],
    [{ sigmoid: 'gauss' }, /^sigmoid: found "gauss"/],
    [{ margin: 1, valueAtMargin: 0 }, /^valueAtMargin: found 0/],
    [{ margin: 1, valueAtMargin: 1, sigmoid: 'linear' }, /^valueAtMargin: found 1/],
  ])('refuses %o', (options, message) => {
    const call = (): number => tolerance(0, options as unknown as Parameters<typeof tolerance>[1]);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});

describe('starts', () => {
  const count = 2000;
  const starts = (score: ReturnType<typeof dmControlPendulum>, seed = 7) =>
    Array.from({ length: count }, (_, member) => score.start({ seed, member }));
  const spreadOf = (values: readonly number[]) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) };
  };

  it('of pendulum and acrobot are at rest, their angles anywhere', () => {
    for (const score of [dmControlPendulum(), dmControlAcrobot()]) {
      const all = starts(score);
      expect(all.every(({ v }) => v.every((speed) => speed === 0))).toBe(true);
      for (let i = 0; i < all[0].q.length; i++) {
        const angles = all.map(({ q }) => q[i]);
        expect(Math.max(...angles.map(Math.abs))).toBeLessThanOrEqual(Math.PI);
        const { mean, deviation } = spreadOf(angles);
        expectClose([mean, deviation], [0, Math.PI / Math.sqrt(3)], 0.15);
      }
    }
  });

  it('of the cart-pole hang in the middle, a hundredth of chance in each number', () => {
    const all = starts(dmControlCartPole());
    const columns = [0, 1].flatMap((i) => [all.map(({ q }) => q[i]), all.map(({ v }) => v[i])]);
    for (const [column, middle] of columns.map((values, i) => [values, i === 2 ? Math.PI : 0] as const)) {
      const { mean, deviation } = spreadOf(column);
      expectClose([mean, deviation], [middle, 0.01], 0.001);
    }
  });

  it('are the same for the same key, and each member has its own', () => {
    const [one, again, other] = [3, 3, 4].map((member) => dmControlAcrobot().start({ seed: 1, member }));
    expect(one).toEqual(again);
    expect(one.q).not.toEqual(other.q);
  });
});

describe('the return', () => {
  const model = assetModel('cart-pole');
  const score = dmControlCartPole();

  it('of a cart-pole that moves by chance is the sum of the rewards, by the state after each step', () => {
    const random = new Random();
    const list = (length: number, size: number) => Float64Array.from(random.list(length, -size, size));
    const motion = { q: list(2002, 2), v: list(2002, 4), tau: list(2000, 12) };
    const bell = (d: number): number => 0.1 ** (d * d);
    let expected = 0;
    for (let k = 0; k < 1000; k++) {
      const [x, angle, speed, action] = [motion.q[2 * k + 2], motion.q[2 * k + 3], motion.v[2 * k + 3], motion.tau[2 * k] / 10]; // prettier-ignore
      const calm = (4 + Math.max(0, 1 - action ** 2)) / 5;
      expected += ((Math.cos(angle) + 1) / 2) * calm * ((1 + bell(speed / 5)) / 2) * ((1 + bell(x / 2)) / 2);
    }
    expectClose(totalReturn(score, model, motion), expected, 1e-9);
  });

  it('of standing still is 1000, smooth and sparse', () => {
    const motion = { q: new Float64Array(2002), v: new Float64Array(2002), tau: new Float64Array(2000) };
    expect([false, true].map((isSparse) => totalReturn(dmControlCartPole(isSparse), model, motion))).toEqual([
      1000, 1000,
    ]);
  });

  it('is refused for less than an episode', () => {
    const motion = { q: new Float64Array(2000), v: new Float64Array(2000), tau: new Float64Array(1998) };
    expect(() => totalReturn(score, model, motion)).toThrow(/^motion: found 999 steps; expected 1000 steps/);
  });
});

it('a score is of the robot that it knows, by its joints', () => {
  const names = ['suite-pendulum', 'cart-pole', 'acrobot'];
  names.forEach((name, i) =>
    scoreKinds.all.forEach(({ type }, k) => {
      const make = (): unknown => scoreKinds.make(type, { model: assetModel(name) });
      if (i === k) expect(make()).toMatchObject({ steps: 1000 });
      else expect(make).toThrow(/^scores: found robot/);
    }),
  );
});
