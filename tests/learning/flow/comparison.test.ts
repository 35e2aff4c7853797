/** @file Methods beside flows: at equal times, with the orders that theory has, to the end points of the toy. */
import { describe, expect, it } from 'vitest';
import { norm } from '../../../src/core/member-norms.ts';
import { clockOf } from '../../../src/learning/flow/clocks.ts';
import { compareWithFlow, measureOrders } from '../../../src/learning/flow/comparison.ts';
import { measuredOrders } from '../../../src/learning/flow/order.ts';
import { adam } from '../../../src/optimize/adam.ts';
import { momentum } from '../../../src/optimize/momentum.ts';
import { nesterov } from '../../../src/optimize/nesterov.ts';
import { expectClose } from '../../support/check.ts';
import { quadraticLoss, toy } from '../../support/toy-flows.ts';

const start = Float64Array.of(2, 0.3);

describe('orders', () => {
  it('of descent on the toy: 1 to the flow and 2 to the modified flow, within 2 %', async () => {
    const { toFlow, toOwn, orderToFlow, orderToOwn } = await measureOrders(
      toy.gradient,
      toy.product,
      start,
      0.4,
      [0.04, 0.02, 0.01, 0.005],
    );
    [1.03, 1.015, 1.008].forEach((slope, k) => expect(Math.abs(orderToFlow[k] - slope)).toBeLessThan(6e-3));
    [1.993, 1.996, 1.998].forEach((slope, k) => expect(Math.abs(orderToOwn[k] - slope)).toBeLessThan(2e-3));
    expect(Math.abs(orderToFlow.at(-1)! - 1)).toBeLessThan(0.02);
    expect(Math.abs(orderToOwn.at(-1)! - 2)).toBeLessThan(0.04);
    toOwn.forEach((distance, k) => expect(distance).toBeLessThan(toFlow[k] / 5));
  });

  it('of heavy ball with a given momentum: 1 to the gradient flow, 2 to its own flow', async () => {
    const rates = [8e-4, 4e-4, 2e-4];
    const methods = rates.map((learningRate) => ({ type: 'momentum', learningRate, momentum: 0.6 }));
    const { descents } = await compareWithFlow(toy.gradient, start, 0.4, methods, { relative: 1e-12 });
    const ends = (of: 'toFlow' | 'toOwn') => descents.map((descent) => descent[of]!.at(-1)!);
    for (const slope of measuredOrders(rates, ends('toFlow'))) expect(Math.abs(slope - 1)).toBeLessThan(0.02);
    for (const slope of measuredOrders(rates, ends('toOwn'))) expect(Math.abs(slope - 2)).toBeLessThan(0.04);
  });

  it('are slopes between logarithms, and none where a distance is 0', () => {
    const sizes = [0.1, 0.05, 0.01];
    for (const slope of measuredOrders(
      sizes,
      sizes.map((size) => 7 * size ** 3),
    ))
      expectClose(slope, 3, 1e-12);
    expect(measuredOrders([2, 1], [1, 0])).toEqual([NaN]);
    expect(() => measuredOrders([1, 1], [1, 2])).toThrow(/^sizes: found 1/);
  });
});

describe('on quadratics', () => {
  const curvatures = [0.5, 2, 3];
  const loss = quadraticLoss(curvatures.map((value, i) => curvatures.map((_, j) => (i === j ? value : 0))));
  const from = Float64Array.of(1, -2, 0.5);

  it('iterates of descent are (1 - eta lambda)^t to 1e-12', async () => {
    const eta = 0.3;
    const { descents } = await compareWithFlow(loss.gradient, from, 12, [
      { type: 'gradient-descent', learningRate: eta },
    ]);
    const [{ points }] = descents;
    expect(points).toHaveLength(41);
    points.forEach((x, t) => {
      x.forEach((value, i) => expectClose(value, from[i] * (1 - eta * curvatures[i]) ** t, 1e-12));
    });
  });

  it('distances are those at equal times, not at equal iterations', async () => {
    const rates = [0.1, 0.02];
    const { descents } = await compareWithFlow(
      loss.gradient,
      from,
      2,
      rates.map((learningRate) => ({ type: 'gradient-descent', learningRate })),
    );
    descents.forEach(({ toFlow, times, own }, k) => {
      const eta = rates[k];
      expect(own).toBeNull();
      expect(times).toHaveLength(Math.round(2 / eta) + 1);
      toFlow!.forEach((distance, t) => {
        const apart = curvatures.map((l, i) => from[i] * ((1 - eta * l) ** t - Math.exp(-l * eta * t)));
        expect(Math.abs(distance - norm(Float64Array.from(apart)))).toBeLessThan(1e-8);
      });
    });
  });

  it('momentum is given its effective time eta / (1 - b): it keeps pace with the flow', async () => {
    const methods = [
      { type: 'momentum', learningRate: 1e-3, momentum: 0.8 },
      { type: 'nesterov', learningRate: 1e-3, momentum: 0.8 },
    ];
    const { descents, flow } = await compareWithFlow(loss.gradient, from, 2, methods, { product: loss.product });
    for (const { times, toFlow } of descents) {
      expectClose(times!.at(-1)!, 2, 1e-9);
      expect(times).toHaveLength(401);
      expect(Math.max(...toFlow!)).toBeLessThan(0.1);
    }
    expect(flow.duration).toBeCloseTo(2, 9);
  });
});

describe('clocks', () => {
  it('of descent are sums of its step sizes, also where a schedule changes them', async () => {
    const schedule = { type: 'exponential', decay: 0.5, every: 10 };
    const { descents } = await compareWithFlow(toy.gradient, start, 0.4, [
      { type: 'gradient-descent', learningRate: 0.04, schedule },
    ]);
    const { times } = descents[0];
    expectClose(times![1], 0.04, 1e-15);
    expectClose(times![2], 0.04 + 0.04 * 0.5 ** 0.1, 1e-15);
  });

  it('go slower by as much as a gradient is clipped', async () => {
    const { descents } = await compareWithFlow(toy.gradient, start, 0.4, [
      { type: 'gradient-descent', learningRate: 0.01, clipNorm: 0.4 },
    ]);
    const { times, toFlow, points } = descents[0];
    // the first gradient is 0.4 (0.3, 2) in size
    expectClose(times![1], (0.01 * 0.4) / (0.4 * Math.hypot(0.3, 2)), 1e-12);
    expect(points.length).toBeGreaterThan(42);
    expect(Math.max(...toFlow!)).toBeLessThan(0.01);
  });

  it('of Adam and RMSProp do not exist, which is said: they make all iterations and have no distances', async () => {
    const methods = ['adam', 'rmsprop'].map((type) => ({ type, learningRate: 0.01 }));
    const { descents } = await compareWithFlow(toy.gradient, start, 0.4, methods, { iterations: 30 });
    for (const { clock, times, toFlow, toOwn, own, points, losses } of descents) {
      expect(clock).toMatch(/^no common clock with the flow: /);
      expect([times, toFlow, toOwn, own]).toEqual([null, null, null, null]);
      expect([points.length, losses.length]).toEqual([31, 31]);
    }
  });

  it('are those of the rules, and none of what is no rule', () => {
    expect(clockOf(momentum({ learningRate: 1 })).timeOf!(1)).toBeCloseTo(10, 12);
    expect(clockOf(nesterov({ learningRate: 1, momentum: 0.5 })).timeOf!(1)).toBe(2);
    expect(clockOf(adam({ learningRate: 1 })).timeOf).toBeNull();
    expect(() => clockOf({} as never)).toThrow(/^rule.start: /);
  });
});

describe('the edge of stability on the toy: descent ends where its step size lets it', () => {
  it.each([
    [0.55, 2.756052],
    [0.6, 2.2682354],
    [0.7, 2.0020967],
  ])('eta %d at a sharpness of %d, below 2/eta, where the flow ends at 4.39', async (learningRate, sharpness) => {
    const { descents, flow } = await compareWithFlow(toy.gradient, start, 2000, [
      { type: 'gradient-descent', learningRate },
    ]);
    const [x, y] = descents[0].points.at(-1)!;
    expectClose(x * y, 1, 1e-9);
    expect(Math.abs(x * x + y * y - sharpness)).toBeLessThan(6e-7);
    expect(x * x + y * y).toBeLessThan(2 / learningRate);
    const [a, b] = flow.at(100);
    expectClose(a * a + b * b, Math.sqrt(3.91 ** 2 + 4), 1e-8);
  });
});

it('a method that diverges ends at its last finite iterate, and the flow goes on', async () => {
  const { descents, flow } = await compareWithFlow(toy.gradient, start, 40, [
    { type: 'gradient-descent', learningRate: 2 },
  ]);
  expect(descents[0].shortfall).toMatch(/^not finite after \d+ steps$/);
  expect(descents[0].points.every((x) => x.every(Number.isFinite))).toBe(true);
  expect(flow.duration).toBe(40);
});

it('methods of no first order, and what is no method, are refused', async () => {
  await expect(compareWithFlow(toy.gradient, start, 1, ['lbfgs'])).rejects.toThrow(/^methods: found lbfgs/);
  await expect(compareWithFlow(toy.gradient, start, 1, ['gradient-descent'])).rejects.toThrow(/^learningRate: /);
});
