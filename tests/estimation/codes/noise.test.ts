/** @file Spikes: exact counts by inversion and by rejection, and gradients where counts have none. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { square, sub } from '../../../src/core/ops/arithmetic.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { log } from '../../../src/core/ops/exponential.ts';
import { populationMean } from '../../../src/core/ops/reduction.ts';
import { stopGradient } from '../../../src/core/ops/stop-gradient.ts';
import { full, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import {
  gaussianCounts,
  poissonCounts,
  poissonQuantile,
  scoreFunction,
  straightThrough,
} from '../../../src/estimation/codes/noise.ts';
import { expectClose } from '../../support/check.ts';
import { momentsOfTrials, normalTrials, uniformTrials, varianceError } from '../../support/trials.ts';

/** Probabilities of counts from 0 to `most`. */
function poissonProbabilities(mean: number, most: number): number[] {
  const list = [Math.exp(-mean)];
  for (let k = 1; k <= most; k++) list.push((list[k - 1] * mean) / k);
  return list;
}

describe('Poisson counts', () => {
  it.each([0.3, 4, 9.9, 10, 25, 60])('of mean %d are as likely as they should be', (mean) => {
    const trials = 8000;
    const counts = poissonCounts(full([trials], mean), { seed: 4 }).data;
    const most = Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
    const expected = poissonProbabilities(mean, most).map((p) => p * trials);
    const seen = new Array<number>(most + 1).fill(0);
    counts.forEach((k) => seen[k]++);
    // chi-square over classes of at least 5; 4 standard deviations above its mean
    let [statistic, classes, restSeen, restExpected] = [0, 0, 0, 0];
    expected.forEach((e, k) => {
      restSeen += seen[k];
      restExpected += e;
      if (restExpected < 5) return;
      statistic += (restSeen - restExpected) ** 2 / restExpected;
      classes++;
      [restSeen, restExpected] = [0, 0];
    });
    expect(statistic).toBeLessThan(classes + 4 * Math.sqrt(2 * classes));
  });

  it('have mean and variance of large rates', () => {
    const { mean, variance } = momentsOfTrials(poissonCounts(full([10000], 12345), { seed: 5 }).data);
    expect(Math.abs(mean - 12345)).toBeLessThan(4 * Math.sqrt(12345 / 10000));
    expect(Math.abs(variance / 12345 - 1)).toBeLessThan(4 * varianceError(10000));
  });

  it('do not move where other rates do, and are the same again', () => {
    const key = { seed: 6, step: 2 };
    const [a, b] = [
      [3, 40, 50],
      [9, 40, 700],
    ].map((rates) => poissonCounts(tensor(rates), key).toArray());
    expect(a[1]).toBe(b[1]);
    expect(poissonCounts(tensor([3, 40, 50]), key).toArray()).toEqual(a);
  });

  it('are the quantile of one uniform number, where none is lost at 0 and 1', () => {
    const mean = 2;
    const cumulated = poissonProbabilities(mean, 3).map((_, k, p) => p.slice(0, k + 1).reduce((x, y) => x + y, 0));
    expect(
      poissonQuantile(mean, [0, cumulated[0] - 1e-9, cumulated[0] + 1e-9, cumulated[2] + 1e-9], 30).toArray(),
    ).toEqual([0, 0, 1, 3]);
    expect(poissonQuantile(0, 1 - 2 ** -53, 30).item()).toBe(0);
  });

  it('are refused where a rate is none', () => {
    expect(() => poissonCounts(tensor([1, -1]), { seed: 1 })).toThrow(/number 1/);
    expect(() => poissonCounts(tensor([NaN]), { seed: 1 })).toThrow(/number 0/);
  });
});

describe('Gaussian counts', () => {
  it('have the variance that the Fano factor says', () => {
    const trials = 20000;
    const { mean, variance } = momentsOfTrials(gaussianCounts(12, normalTrials(trials, []), 1.7).data);
    expect(Math.abs(mean - 12)).toBeLessThan(4 * Math.sqrt((1.7 * 12) / trials));
    expect(Math.abs(variance / (1.7 * 12) - 1)).toBeLessThan(4 * varianceError(trials));
  });
});

describe('gradients of E (k - 5)^2 over Poisson counts of a rate: 2 (rate - 5) + 1', () => {
  const trials = 20000;
  const u = uniformTrials(trials, []);
  const loss = (k: PopulationTensor): PopulationTensor => square(sub(k, 5));
  const gradientOf = (f: (rate: PopulationTensor) => PopulationTensor): number[] => {
    const each = compile((rate: PopulationTensor) => grad(f)(rate), [full([], 6, trials)]);
    return Array.from(each(full([], 6, trials)).data);
  };
  const score = (rate: PopulationTensor, baseline: number): PopulationTensor => {
    const counts = poissonQuantile(rate, u, 60);
    return populationSumOf(scoreFunction(loss(counts), sub(mul(counts, log(rate)), rate), baseline));
  };
  const populationSumOf = (x: PopulationTensor): PopulationTensor => mul(populationMean(x), trials);

  it('is right in expectation by the score function, with less noise by a baseline', () => {
    const [plain, less] = [0, 7].map((baseline) => momentsOfTrials(gradientOf((rate) => score(rate, baseline))));
    for (const { mean, variance } of [plain, less])
      expect(Math.abs(mean - 3)).toBeLessThan(4 * Math.sqrt(variance / trials));
    expect(less.variance).toBeLessThan(plain.variance);
  });

  it('is biased straight through, by the variance that it cannot see', () => {
    const { mean } = momentsOfTrials(
      gradientOf((rate) => populationSumOf(loss(straightThrough(rate, poissonQuantile(rate, u, 60))))),
    );
    // 2 (rate - 5)
    expectClose(mean, 2, 0.05);
  });

  it('is right by the pathwise stand-in, whose variance depends on the rate as theirs does', () => {
    const e = normalTrials(trials, []);
    const { mean, variance } = momentsOfTrials(gradientOf((rate) => populationSumOf(loss(gaussianCounts(rate, e)))));
    expect(Math.abs(mean - 3)).toBeLessThan(4 * Math.sqrt(variance / trials));
  });

  it('leaves the value what it was', () => {
    const value = scoreFunction(7, stopGradient(3), 2);
    expect(value.item()).toBe(7);
    expect(straightThrough(6.5, 4).item()).toBe(4);
  });
});
