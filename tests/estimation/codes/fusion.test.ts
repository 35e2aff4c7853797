/** @file Cues fused by adding activities, with gains that change from trial to trial; figures 2 to 4 of Ma et al. 2006; tracking against Kalman's filter. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { div, sqrt, square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, stack } from '../../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { type Code, gaussianCode, ratesOf, sigmoidCode, vonMisesCode } from '../../../src/estimation/codes/code.ts';
import { type CueFigure, cueFigure, networkFigure } from '../../../src/estimation/codes/cue-figures.ts';
import { fuseCounts, fusionWeights, kernelTransform } from '../../../src/estimation/codes/fusion.ts';
import { centreOfMass, populationVector } from '../../../src/estimation/codes/linear-decoders.ts';
import { gridOver } from '../../../src/estimation/codes/maximum-likelihood.ts';
import { poissonCounts, poissonQuantile } from '../../../src/estimation/codes/noise.ts';
import { ringOfUnits, unitsOver } from '../../../src/estimation/codes/placement.ts';
import { kernelPosterior, posteriorOnGrid } from '../../../src/estimation/codes/posterior.ts';
import { movedOnLine, turnedOnRing } from '../../../src/estimation/codes/tracking.ts';
import { wrapped } from '../../../src/estimation/space.ts';
import { expectClose } from '../../support/check.ts';
import { momentsOfTrials, normalTrials, uniformTrials, varianceError } from '../../support/trials.ts';

const preferred = unitsOver([-4, 4], 1, 0.5);
const line = (gain: number | PopulationTensor, width = 1): Code => gaussianCode({ preferred, width, gain });

/** Whether the fused posterior is the product, to a share of its greatest density. */
function expectOptimal({ fused, optimal }: CueFigure, tolerance: number): void {
  const greatest = Math.max(...optimal.density);
  optimal.density.forEach((p, k) => expect(Math.abs(p - fused.density[k])).toBeLessThan(tolerance * greatest));
  expectClose([1 + fused.mean, fused.variance], [1 + optimal.mean, optimal.variance], 10 * tolerance);
}

describe('Ma et al. 2006', () => {
  it('figure 2: counts of Gaussian tuning add, and so do gains and inverse variances', () => {
    const figure = cueFigure({ codes: [line(3), line(6)], stimuli: [-0.3, 0.3], range: [-4, 4], seed: 1 });
    expectOptimal(figure, 1e-6);
    const [one, two] = figure.cues;
    expectClose(1 / figure.fused.variance, 1 / one.variance + 1 / two.variance, 1e-6);
    expectClose(figure.fused.mean, (one.mean / one.variance + two.mean / two.variance) * figure.fused.variance, 1e-6);
    figure.fused.activity.forEach((r, k) => expect(r).toBe(one.activity[k] + two.activity[k]));
  });

  const places = gridOver([-5, 5], 20).toArray();
  const pairs = (gain: number): Code =>
    sigmoidCode({
      preferred: [...places, ...places],
      width: [...places.map(() => 0.7), ...places.map(() => -0.7)],
      gain,
    });

  it('figure 3: sigmoids and uneven bells are added over connections that carry their kernels over', () => {
    const uneven = gaussianCode({
      preferred: Array.from({ length: 30 }, (_, k) => -7 + (14 * k) / 29 + 0.1 * Math.sin(k)),
      width: Array.from({ length: 30 }, (_, k) => 0.8 + 0.4 * Math.abs(Math.sin(k))),
      gain: 4,
    });
    const codes = [pairs(3), uneven];
    expectOptimal(
      cueFigure({ codes, target: pairs(1), stimuli: [-0.3, 0.3], range: [-4, 4], seed: 1, places: 61 }),
      1e-3,
    );
    const grid = gridOver([-4, 4], 61);
    // bells on an axis span parabolas only: they cannot take over what sigmoids say
    expect(kernelTransform(codes[0], pairs(1), grid).misfit).toBeLessThan(1e-3);
    expect(kernelTransform(codes[0], line(1), grid).misfit).toBeGreaterThan(0.1);
  });

  it('figure 4: a layer of spiking units is nearly as good as fusion can be, at any pair of gains', () => {
    const points = networkFigure({
      gains: [
        [10, 10],
        [10, 20],
        [5, 30],
      ],
      stimuli: [-0.3, 0.3],
      trials: 500,
      seed: 1,
    });
    for (const { mean, variance, optimalMean, optimalVariance } of points) {
      expect(Math.abs(mean - optimalMean)).toBeLessThan(0.03);
      expect(variance / optimalVariance).toBeLessThan(1.25);
      // not better than what is best, but for chance
      expect(variance / optimalVariance).toBeGreaterThan(1 - 4 * varianceError(500));
    }
    console.log(
      `variance of spiking fusion over the best: ${points.map((p) => (p.variance / p.optimalVariance).toFixed(3)).join(', ')}`,
    );
  });
});

describe('adding activities', () => {
  it('weighs cues by their inverse variances, with gains drawn anew in every trial', () => {
    const trials = 4000;
    const [u1, u2, g] = [
      uniformTrials(trials, [preferred.size]),
      uniformTrials(trials, [preferred.size], 1),
      uniformTrials(trials, [2], 2),
    ];
    const fuse = compile(
      (first: PopulationTensor, second: PopulationTensor, draw: PopulationTensor) => {
        // a factor of 8 between the least and the most sure
        const codes = [0, 1].map((i) => line(add(1, mul(7, at(draw, i)))));
        const counts = [first, second].map((u, i) => poissonQuantile(ratesOf(codes[i], [-0.1, 0.1][i]), u, 40));
        const cues = counts.map((r, i) => centreOfMass(codes[i], r));
        const fused = centreOfMass(codes[0], fuseCounts(codes, counts));
        const weights = div(
          add(mul(cues[0].total, cues[0].estimate), mul(cues[1].total, cues[1].estimate)),
          fused.total,
        );
        const expected = div(sub(codes[1].gain, codes[0].gain), mul(10, add(codes[0].gain, codes[1].gain)));
        const sure = mul(Math.sqrt(2 * Math.PI) * 2, add(codes[0].gain, codes[1].gain));
        return stack([sub(fused.estimate, weights), mul(sub(fused.estimate, expected), sqrt(sure))]);
      },
      [u1, u2, g],
    )(u1, u2, g).data;
    expect(Math.max(...fuse.subarray(0, trials).map(Math.abs))).toBeLessThan(1e-12);
    // normalized by the standard deviation that the gains of the trial imply: 1, but for chance and the spread of counts about their mean
    const { mean, variance } = momentsOfTrials(fuse.subarray(trials));
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(trials));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * varianceError(trials) + 0.05);
  });

  it('asks for one kernel: weights make up for widths and Fano factors, and what they cannot is refused', () => {
    const [one, wide] = [line(3), line(3, 2)];
    expectClose(
      fusionWeights([one, wide]).map((w) => w.item()),
      [1, 0.25],
      1e-15,
    );
    const counts = [one, wide].map((code, i) => poissonCounts(ratesOf(code, 0.2), { seed: 3, stream: i }));
    const grid = gridOver([-1.5, 1.5], 301);
    const product = mul(
      kernelPosterior(one, counts[0], grid).probability,
      kernelPosterior(wide, counts[1], grid).probability,
    ).toArray();
    const total = product.reduce((a, b) => a + b, 0);
    expectClose(
      kernelPosterior(one, fuseCounts([one, wide], counts), grid).probability.toArray(),
      product.map((p) => p / total),
      1e-10,
    );
    const noisy = gaussianCode({ preferred, width: 1, gain: 3, noise: 'gaussian', fano: 2 });
    expectClose(fusionWeights([one, noisy])[1].item(), 0.5, 1e-15);
    const moved = gaussianCode({ preferred: unitsOver([-3, 4], 1, 0.5), width: 1 });
    const based = gaussianCode({ preferred, width: 1, gain: 3, baseline: 1 });
    for (const [other, why] of [
      [moved, /preferred/],
      [based, /baseline/],
      [vonMisesCode({ preferred, concentration: 1 }), /von mises/],
    ] as const)
      expect(() => fusionWeights([one, other])).toThrow(why);
  });

  it('has the whole posterior of both, sums of rates and all', () => {
    const codes = [line(2), line(5)];
    const counts = codes.map((code, i) => poissonCounts(ratesOf(code, 0.2), { seed: 4, stream: i }));
    const grid = gridOver([-4, 4], 101);
    const [a, b] = codes.map((code, i) => posteriorOnGrid(code, counts[i], grid).probability);
    const product = mul(a, b).toArray();
    const total = product.reduce((x, y) => x + y, 0);
    const fused = posteriorOnGrid(line(7), fuseCounts(codes, counts), grid).probability.toArray();
    fused.forEach((p, k) => expectClose(1 + p, 1 + product[k] / total, 1e-12));
  });
});

describe('tracking (Deneve et al. 2007)', () => {
  it('on a line, adding activities and dividing is Kalman’s filter', () => {
    const units = unitsOver([-6, 6], 1, 0.5);
    const code = gaussianCode({ preferred: units, width: 1, gain: 1 });
    const [q, move, scale] = [0.1, 0.05, 0.95];
    let activity: PopulationTensor = ratesOf(code, 0);
    let [mean, variance] = [0, 1 / centreOfMass(code, activity).total.item()];
    for (let k = 0; k < 30; k++) {
      const counts = poissonCounts(ratesOf(code, Math.sin(k / 5)), { seed: 9, step: k });
      const reading = centreOfMass(code, counts);
      const r = 1 / reading.total.item();
      const gain = variance / (variance + r);
      mean += gain * (reading.estimate.item() - mean);
      variance *= 1 - gain;
      const seen = add(activity, counts);
      expectClose(
        [1 + centreOfMass(code, seen).estimate.item(), 1 / centreOfMass(code, seen).total.item()],
        [1 + mean, variance],
        1e-6,
      );
      activity = movedOnLine(code, seen, { scale, move, diffusion: q, spacing: 0.5 });
      [mean, variance] = [scale * mean + move, scale * scale * variance + q];
    }
  });

  it.each([
    [0.5, 0.01],
    [0.2, 0.005],
  ])(
    'on a ring, with gain %d and diffusion %d, errs no more than Kalman’s filter on population vectors',
    (gain, diffusion) => {
      const [count, ticks, runs, move] = [48, 100, 150, 0.05];
      const code = vonMisesCode({ preferred: ringOfUnits(count), concentration: 2, gain });
      const [u, e] = [uniformTrials(runs, [ticks, count]), normalTrials(runs, [ticks])];
      type Carry = {
        readonly s: PopulationTensor;
        readonly activity: PopulationTensor;
        readonly mean: PopulationTensor;
        readonly variance: PopulationTensor;
      };
      const run = compile(
        (uniforms: PopulationTensor, normals: PopulationTensor) =>
          scan(
            (
              { s, activity, mean, variance }: Carry,
              item: { readonly u: PopulationTensor; readonly e: PopulationTensor },
            ) => {
              const counts = poissonQuantile(ratesOf(code, s), item.u, 16);
              const seen = add(activity, counts);
              const reading = populationVector(code, counts);
              const precision = mul(2, reading.length);
              const after = div(1, add(div(1, variance), precision));
              const corrected = add(mean, mul(mul(after, precision), wrapped(sub(reading.estimate, mean))));
              const errors = [populationVector(code, seen).estimate, corrected].map((x) => square(wrapped(sub(x, s))));
              return {
                carry: {
                  s: add(s, add(move, mul(Math.sqrt(diffusion), item.e))),
                  activity: turnedOnRing(code, seen, move, diffusion),
                  mean: add(corrected, move),
                  variance: add(after, diffusion),
                },
                output: stack(errors),
              };
            },
            { s: tensor(0), activity: zeros([count]), mean: tensor(0), variance: tensor(1) } as Carry,
            { u: uniforms, e: normals },
          ).outputs,
        [u, e],
      );
      const { data } = run(u, e);
      const [network, kalman] = [0, 1].map((k) => {
        let total = 0;
        for (let t = 30; t < ticks; t++) for (let i = 0; i < runs; i++) total += data[(t * 2 + k) * runs + i];
        return Math.sqrt(total / (runs * (ticks - 30)));
      });
      console.log(
        `ring, gain ${gain}: error ${network.toFixed(4)} rad, Kalman ${kalman.toFixed(4)} rad, ratio ${(network / kalman).toFixed(3)}`,
      );
      expect(network / kalman).toBeLessThan(1.02);
    },
  );
});
