/** @file Bounds of normalized squares, of all ticks at once, and of counts: the tables that consistency is judged by. */
import { describe, expect, it } from 'vitest';
import { PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { binomialInterval, binomialProbabilities } from '../../../src/estimation/statistics/binomial.ts';
import { meanSquareBounds, meanSquares, sidakLevel } from '../../../src/estimation/statistics/mean-squares.ts';
import { expectClose } from '../../support/check.ts';

/** Degrees of freedom, bounds of 500 runs, and those of 200 ticks at once. */
const tables = [
  [1, 0.8799, 1.1277, 0.7851, 1.2478],
  [2, 1.8285, 2.1791, 1.6894, 2.3436],
  [3, 2.7891, 3.2185, 2.6159, 3.417],
  [4, 3.7559, 4.2517, 3.554, 4.479],
  [6, 5.7002, 6.3074, 5.4501, 6.5829],
  [7, 6.6758, 7.3317, 6.4047, 7.6283],
  [14, 13.54, 14.468, 13.151, 14.882],
] as const;

describe('bounds of a mean of normalized squares', () => {
  it.each(tables)('of 500 runs and %i degrees are those of the tables', (n, low, high, lowest, highest) => {
    const [a, b] = meanSquareBounds(500 * n, 500);
    const [c, d] = meanSquareBounds(500 * n, 500, sidakLevel(0.95, 200));
    // the tables have five digits
    for (const [own, told] of [
      [a, low],
      [b, high],
      [c, lowest],
      [d, highest],
    ])
      expect(Math.abs(own - told)).toBeLessThan(told > 10 ? 6e-4 : 6e-5);
  });

  it('follow the degrees of freedom of each tick where channels are absent, and leave a tick without any out', () => {
    // two runs, three ticks: all channels, one run's, none
    const squares = new PopulationTensor({ shape: [3], population: 2 }, Float64Array.of(3, 1, 2, 0, 0, 0));
    const channels = new PopulationTensor({ shape: [3], population: 2 }, Float64Array.of(2, 2, 2, 0, 0, 0));
    const { means, degrees, pointwise, ticks, mean } = meanSquares(squares, channels);
    expect([...degrees]).toEqual([4, 2, 0]);
    expect([...means]).toEqual([1, 1, NaN]);
    expect(pointwise[1]).toEqual(meanSquareBounds(2, 2));
    expect([ticks, mean]).toEqual([2, 1]);
  });

  it('count ticks outside on either side', () => {
    const { outside, outsideOfAll } = meanSquares(tensor([1, 1e-9, 1.2, 50]), 1);
    expect([outside, outsideOfAll]).toEqual([2, 2]);
  });
});

describe('the binomial distribution', () => {
  it('leaves 4 to 16 of 200 ticks outside of 95 % bounds', () => {
    expect(binomialInterval(200, 0.05, 0.95)).toEqual([4, 16]);
  });

  it('is that of Pascal triangles, and adds up to 1 for counts whose likeliest would underflow from 0', () => {
    const pascal = [1, 6, 15, 20, 15, 6, 1];
    binomialProbabilities(6, 0.3).forEach((probability, k) =>
      expectClose(probability, pascal[k] * 0.3 ** k * 0.7 ** (6 - k), 1e-14),
    );
    const many = binomialProbabilities(100_000, 0.05);
    expectClose(
      many.reduce((sum, probability, k) => sum + k * probability, 0),
      5000,
      1e-10,
    );
  });

  it('has at most the tail beyond each end of an interval, and more beyond the next', () => {
    for (const [n, p, level] of [
      [20, 0.05, 0.95],
      [57, 0.4, 0.9],
      [1, 0.5, 0.95],
    ]) {
      const [low, high] = binomialInterval(n, p, level);
      const each = binomialProbabilities(n, p);
      const sum = (from: number, to: number): number => each.slice(from, to).reduce((all, one) => all + one, 0);
      const tail = (1 - level) / 2;
      expect(sum(0, low)).toBeLessThanOrEqual(tail);
      expect(sum(0, low + 1)).toBeGreaterThan(tail);
      expect(sum(high + 1, n + 1)).toBeLessThanOrEqual(tail);
      expect(sum(high, n + 1)).toBeGreaterThan(tail);
    }
  });
});
