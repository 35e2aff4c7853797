/** @file Decoders against each other, against the Cramér-Rao bound, and at the edges of what they are for. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { square, sub } from '../../../src/core/ops/arithmetic.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { stack } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { cos, sin } from '../../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { meanResultant } from '../../../src/estimation/codes/bessel.ts';
import { type Code, gaussianCode, ratesOf, vonMisesCode } from '../../../src/estimation/codes/code.ts';
import { fisherInformation, ringTotals } from '../../../src/estimation/codes/likelihood.ts';
import {
  centreOfMass,
  optimalLinearDecoder,
  populationVector,
  ridgeDecoder,
  ringPosterior,
} from '../../../src/estimation/codes/linear-decoders.ts';
import { gridOver, maximumLikelihood } from '../../../src/estimation/codes/maximum-likelihood.ts';
import { poissonCounts, poissonQuantile } from '../../../src/estimation/codes/noise.ts';
import { gridOfUnits, ringOfUnits, unitsOver } from '../../../src/estimation/codes/placement.ts';
import { circularMomentsOf, momentsOf, posteriorOnGrid } from '../../../src/estimation/codes/posterior.ts';
import { wrapped } from '../../../src/estimation/space.ts';
import { expectClose } from '../../support/check.ts';
import { angleTrials, momentsOfTrials, uniformTrials } from '../../support/trials.ts';

const units = 64;
const ring = (gain: PopulationTensor, baseline?: PopulationTensor): Code =>
  vonMisesCode({ preferred: ringOfUnits(units), concentration: 2, gain, baseline });

const meanOf = (list: ArrayLike<number>): number => momentsOfTrials(list).mean;

describe('a ring without baseline', () => {
  const trials = 20000;
  const angles = angleTrials(trials);
  const u = uniformTrials(trials, [units]);
  const decode = compile(
    (gain: PopulationTensor, s: PopulationTensor, uniforms: PopulationTensor) => {
      const { mean, concentration } = ringPosterior(ring(gain), poissonQuantile(ratesOf(ring(gain), s), uniforms, 40));
      const error = wrapped(sub(mean, s));
      return stack([square(error), cos(error), meanResultant(concentration), concentration]);
    },
    [tensor(1), angles, u],
  );
  const { spikes, information } = ringTotals(units, 1, 2);

  // silent trials tell nothing of an angle: they are counted, and left out of the error
  it.each([
    [5, 0.66],
    [10, 0.83],
    [20, 0.93],
    [40, 0.97],
    [80, 0.985],
    [160, 0.98],
  ])('of %d spikes has an efficiency of %d', (count, efficiency) => {
    const gain = count / spikes.item();
    const { data } = decode(tensor(gain), angles, u);
    const row = (k: number): Float64Array => data.subarray(k * trials, (k + 1) * trials);
    const heard = Array.from(row(3).keys()).filter((i) => row(3)[i] > 0);
    const mse = meanOf(heard.map((i) => row(0)[i]));
    expect(Math.abs(1 / (gain * information.item() * mse) - efficiency)).toBeLessThan(0.04);
    if (count >= 40) expect(1 / (gain * information.item() * mse)).toBeGreaterThan(0.95);
    expect(Math.abs((trials - heard.length) / trials - Math.exp(-count))).toBeLessThan(2e-3);
    // calibrated: the posterior is as sure as it is right
    expectClose(meanOf(row(1)), meanOf(row(2)), count < 20 ? 6e-3 : 1e-3);
  });

  it('has the population vector for its most likely angle', () => {
    const some = population([0.3, -3, 3.14159, 1]);
    const both = compile(
      (s: PopulationTensor, uniforms: PopulationTensor) => {
        const counts = poissonQuantile(ratesOf(ring(tensor(1)), s), uniforms, 24);
        return stack([
          maximumLikelihood(ring(tensor(1)), counts).estimate,
          populationVector(ring(tensor(1)), counts).estimate,
        ]);
      },
      [some, uniformTrials(4, [units])],
    )(some, uniformTrials(4, [units])).data;
    for (let i = 0; i < 4; i++) expectClose(1 + both[i], 1 + both[4 + i], 1e-12);
  });

  it('has a von Mises posterior of a concentration by the length of the vector', () => {
    const code = ring(tensor(0.2));
    const counts = poissonCounts(ratesOf(code, 1), { seed: 5 });
    const { mean, concentration } = ringPosterior(code, counts);
    const found = circularMomentsOf(posteriorOnGrid(code, counts, gridOver('turn', 200)));
    expectClose(found.mean.item(), mean.item(), 1e-12);
    expectClose(found.variance.item(), 1 - meanResultant(concentration).item(), 1e-10);
  });
});

describe('a baseline of half the gain', () => {
  it('costs the population vector a quarter, and maximum likelihood nothing', () => {
    const trials = 4000;
    const [angles, u] = [angleTrials(trials), uniformTrials(trials, [units])];
    const gain = 160 / ringTotals(units, 1, 2).spikes.item();
    const code = ring(tensor(gain), tensor(gain / 2));
    const errors = compile(
      (s: PopulationTensor, uniforms: PopulationTensor) => {
        const counts = poissonQuantile(ratesOf(code, s), uniforms, 48);
        const likely = maximumLikelihood(code, counts, { candidates: 32 }).estimate;
        return stack([likely, populationVector(code, counts).estimate].map((x) => square(wrapped(sub(x, s)))));
      },
      [angles, u],
    )(angles, u).data;
    const information = fisherInformation(code, 0).item();
    const efficiency = [0, 1].map((k) => 1 / (information * meanOf(errors.subarray(k * trials, (k + 1) * trials))));
    expect(Math.abs(efficiency[0] - 0.98)).toBeLessThan(0.05);
    expect(Math.abs(efficiency[1] - 0.75)).toBeLessThan(0.05);
  });
});

describe('the end of a bounded range', () => {
  it('is no bias while the sum of the rates is kept; without it, all is pulled inwards', () => {
    const trials = 2000;
    const code = gaussianCode({ preferred: gridOver([0, 1], 21), width: 0.1, gain: 20 });
    const u = uniformTrials(trials, [21]);
    const found = compile(
      (uniforms: PopulationTensor) => {
        const counts = poissonQuantile(ratesOf(code, 0.98), uniforms, 64);
        // without the sum of rates, the most likely place is the centre of mass
        return stack([
          maximumLikelihood(code, counts, { range: [-0.5, 1.5] }).estimate,
          centreOfMass(code, counts).estimate,
        ]);
      },
      [u],
    )(u).data;
    const information = fisherInformation(code, 0.98).item();
    const [likely, without] = [0, 1].map((k) => {
      const errors = Array.from(
        found.subarray(k * trials, (k + 1) * trials),
        (x) => (x - 0.98) * Math.sqrt(information),
      );
      return { bias: meanOf(errors), efficiency: 1 / meanOf(errors.map((e) => e * e)) };
    });
    expect(Math.abs(likely.bias)).toBeLessThan(0.12);
    expect(likely.efficiency).toBeGreaterThan(0.92);
    expect(Math.abs(without.bias + 3.9)).toBeLessThan(0.2);
    expect(Math.abs(without.efficiency - 0.07)).toBeLessThan(0.02);
  });

  it('holds back estimates beyond it', () => {
    const code = gaussianCode({ preferred: unitsOver([0, 1], 0.1, 0.5), width: 0.1, gain: 5 });
    expect(maximumLikelihood(code, ratesOf(code, 1.2), { range: [0, 1] }).estimate.item()).toBe(1);
    expect(maximumLikelihood(code, ratesOf(code, -0.2), { range: [0, 1] }).estimate.item()).toBe(0);
    expectClose(maximumLikelihood(code, ratesOf(code, 0.63), { range: [0, 1] }).estimate.item(), 0.63, 1e-12);
  });
});

describe('no spikes', () => {
  const code = gaussianCode({ preferred: gridOver([0, 1], 6), width: 0.1, gain: 2 });

  it('leave the prior times e to the minus sum of rates, and are counted', () => {
    const grid = gridOver([0, 1], 11);
    const prior = grid.toArray().map((s) => -s);
    const { probability, silent } = posteriorOnGrid(code, zeros([6]), grid, prior);
    const rates = ratesOf(code, grid).toArray();
    const weights = prior.map((p, g) => Math.exp(p - rates.slice(6 * g, 6 * g + 6).reduce((a, b) => a + b, 0)));
    const total = weights.reduce((a, b) => a + b, 0);
    expectClose(
      probability.toArray(),
      weights.map((w) => w / total),
      1e-12,
    );
    expect(silent.item()).toBe(1);
  });

  it('are said by maximum likelihood and the centre of mass', () => {
    const { estimate, silent } = maximumLikelihood(code, zeros([6]), { range: [0, 1] });
    expect([estimate.item(), silent.item()]).toEqual([0.5, 1]);
    expect(centreOfMass(code, zeros([6]), 0.7).estimate.item()).toBe(0.7);
    expect(populationVector(ring(tensor(1)), zeros([units])).length.item()).toBe(0);
  });
});

describe('other decoders', () => {
  it('dense Gaussian units have the centre of mass for their estimate, with the variance width^2 over the count', () => {
    const code = gaussianCode({ preferred: unitsOver([-2, 2], 1, 0.25), width: 1, gain: 3 });
    const counts = poissonCounts(ratesOf(code, 0.3), { seed: 8 });
    const { mean, variance } = momentsOf(posteriorOnGrid(code, counts, gridOver([-2, 2], 801)));
    const { estimate, total } = centreOfMass(code, counts);
    expectClose(estimate.item(), mean.item(), 1e-4);
    expectClose(1 / total.item(), variance.item(), 1e-3);
    expectClose(maximumLikelihood(code, counts, { range: [-2, 2] }).estimate.item(), estimate.item(), 1e-4);
  });

  it('vectors have a centre of mass, which is the mean of their posterior', () => {
    const preferred = gridOfUnits([unitsOver([-1, 1], 0.5, 0.5), unitsOver([0, 1], 0.5, 0.5)]);
    const code = gaussianCode({ preferred, width: 0.5, gain: 3 });
    const rates = ratesOf(code, [0.2, 0.6]);
    const { estimate, total } = centreOfMass(code, rates);
    expectClose(estimate.toArray(), [0.2, 0.6], 1e-2);
    const grid = gridOfUnits([gridOver([-1, 1], 41), gridOver([0, 1.2], 41)]);
    const { mean, variance } = momentsOf(posteriorOnGrid(code, rates, grid));
    expectClose(mean.toArray(), [0.2, 0.6], 2e-2);
    expectClose(
      variance.toArray().map((v) => v * total.item()),
      [0.25, 0.25],
      3e-2,
    );
  });

  it('uneven preferred angles need the optimal linear decoder: the population vector is biased', () => {
    const preferred = ringOfUnits(24)
      .toArray()
      .map((s) => s + 0.6 * Math.sin(s));
    const code = vonMisesCode({ preferred, concentration: 2, gain: 20 });
    const grid = gridOver('turn', 180);
    const targets = stack([cos(grid), sin(grid)], 1);
    const weights = optimalLinearDecoder(code, grid, targets);
    const errorOf = (xy: readonly number[], s: number): number => {
      const away = Math.atan2(xy[1], xy[0]) - s;
      return Math.abs(Math.atan2(Math.sin(away), Math.cos(away)));
    };
    const linear = grid.toArray().map((s) => errorOf(matmul(ratesOf(code, s), weights).toArray(), s));
    const vector = grid.toArray().map((s) => {
      const { estimate } = populationVector(code, ratesOf(code, s));
      return errorOf([Math.cos(estimate.item()), Math.sin(estimate.item())], s);
    });
    expect(Math.max(...vector)).toBeGreaterThan(0.2);
    expect(Math.max(...linear)).toBeLessThan(0.05);
  });

  it('ridge regression over many trials learns the optimal linear decoder', () => {
    const code = vonMisesCode({ preferred: ringOfUnits(8), concentration: 1, gain: 10 });
    const stimuli = Array.from({ length: 4096 }, (_, k) => (2 * Math.PI * k) / 4096);
    const grid = tensor(stimuli);
    const targets = stack([cos(grid), sin(grid)], 1);
    const learned = ridgeDecoder(poissonCounts(ratesOf(code, grid), { seed: 3 }), targets).toArray();
    const optimal = optimalLinearDecoder(code, grid, targets).toArray();
    const distance = Math.hypot(...learned.map((w, i) => w - optimal[i])) / Math.hypot(...optimal);
    expect(distance).toBeLessThan(0.05);
    expectClose(mul(1, ridgeDecoder(ratesOf(code, grid), targets, 1e6)).toArray()[0] + 1, 1, 1e-4);
  });
});
