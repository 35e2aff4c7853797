/** @file What is learned by the gradient of how far an estimate errs, through all of its ticks: widths of tuning, and the weights of a decoder. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { jacobian } from '../../../src/core/derivative/functions.ts';
import { square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { exp, log } from '../../../src/core/ops/exponential.ts';
import { solve } from '../../../src/core/ops/factorization.ts';
import { reshape, transpose } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { logsumexp, mean, sum } from '../../../src/core/ops/reduction.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { normal } from '../../../src/core/random.ts';
import { scan } from '../../../src/core/scan.ts';
import { gaussianCode, ratesOf } from '../../../src/estimation/codes/code.ts';
import { logLikelihood } from '../../../src/estimation/codes/likelihood.ts';
import { ridgeDecoder } from '../../../src/estimation/codes/linear-decoders.ts';
import { gridOver } from '../../../src/estimation/codes/maximum-likelihood.ts';
import { gaussianCounts } from '../../../src/estimation/codes/noise.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { lbfgs } from '../../../src/optimize/lbfgs.ts';
import { minimize } from '../../../src/optimize/minimize.ts';

const [ticks, runs] = [8, 25];
const preferred = Array.from({ length: 11 }, (_, i) => 0.5 * (i - 5));
const units = preferred.length;
const [wander, dwell] = [0.2, 0.95];

const drawn = (stream: number, shape: readonly number[]): PopulationTensor =>
  tensor(
    normal(
      { seed: 4, stream },
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );

/** Places that wander about 0, [ticks, runs], and what units err by, [ticks, runs, units]. */
const { outputs: places } = scan(
  (place: PopulationTensor, push: PopulationTensor) => ({
    carry: add(mul(dwell, place), mul(wander, push)),
    output: place,
  }),
  mul(0.6, drawn(0, [runs])),
  drawn(1, [ticks, runs]),
);
const errors = drawn(2, [ticks, runs, units]);

const codeOf = (width: PopulationTensor) =>
  gaussianCode({ preferred, width, gain: 8, baseline: 2, noise: 'gaussian', fano: 1 });
/** Counts whose mean and variance depend on the width as those of spikes would (pathwise). */
const countsOf = (width: PopulationTensor, place: PopulationTensor, error: PopulationTensor): PopulationTensor =>
  gaussianCounts(ratesOf(codeOf(width), place), error);

describe('the width of tuning', () => {
  const grid = gridOver([-2.5, 2.5], 41);
  const moves = Array.from(grid.data, (from) => {
    const row = Array.from(grid.data, (to) => Math.exp(-0.5 * ((to - dwell * from) / wander) ** 2));
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((chance) => chance / total);
  });

  /** Mean squared error of Bayes' filter on a grid, over all ticks and runs. */
  function errorOf(logWidth: PopulationTensor): PopulationTensor {
    const width = exp(logWidth);
    const { outputs } = scan(
      (prior: PopulationTensor, { place, error }: { place: PopulationTensor; error: PopulationTensor }) => {
        const counts = reshape(countsOf(width, place, error), [runs, 1, units]);
        const joint = add(log(add(prior, 1e-30)), logLikelihood(codeOf(width), counts, grid));
        const posterior = exp(sub(joint, reshape(logsumexp(joint, 1), [runs, 1])));
        const estimate = reshape(matmul(posterior, reshape(grid, [grid.size, 1])), [runs]);
        return { carry: matmul(posterior, tensor(moves)), output: square(sub(estimate, place)) };
      },
      mul(1 / grid.size, ones([runs, grid.size])),
      { place: places, error: errors },
    );
    return mean(outputs);
  }

  it('comes from a wrong one to the best that a scan finds, by the gradient through the whole filter', async () => {
    const evaluated = compile(errorOf, [tensor(0)]);
    const at = (width: number): number => evaluated(tensor(Math.log(width))).item();
    const scanned = Array.from({ length: 30 }, (_, i) => 0.15 * 1.06 ** i);
    const scores = scanned.map(at);
    const best = scanned[scores.indexOf(Math.min(...scores))];
    expect(best).toBeGreaterThan(0.2);
    expect(best).toBeLessThan(1);
    for (const wrong of [1.5, 0.2]) {
      const { x, loss } = await minimize(errorOf, tensor(Math.log(wrong)), lbfgs(), { iterations: 12 });
      expect(loss.item()).toBeLessThan(0.9 * at(wrong));
      expect(Math.abs(Math.exp(x.item()) / best - 1)).toBeLessThan(0.06);
      expect(loss.item()).toBeLessThanOrEqual(at(best));
    }
  });
});

describe('the weights of a linear decoder', () => {
  const counts = countsOf(tensor(0.5), places, errors);

  /** Believed places [ticks, runs] of a Kalman filter that reads what the decoder says of each run. */
  function believed(weights: PopulationTensor): PopulationTensor {
    const model = linearModel({
      A: [[dwell]],
      G: [[wander]],
      sensors: [{ name: 'decoder', H: [[1]], deviation: [0.3] }],
    });
    const value = matmul(reshape(counts, [ticks, runs, units]), reshape(weights, [units, 1]));
    const { outputs } = scan(
      (carry: readonly PopulationTensor[], decoded: PopulationTensor) => {
        const recording = { readings: [{ value: decoded, present: ones([ticks, 1]) }], sensed: [], acting: [] };
        const start = { mean: tensor([0]), factor: tensor([[0.6]]) };
        return { carry, output: runFilter(extendedKalman(model), start, recording).ticks.belief.mean };
      },
      [],
      transpose(value, [1, 0, 2]),
    );
    return reshape(outputs, [runs * ticks]);
  }
  const truth = reshape(transpose(places), [runs * ticks]);
  const loss = (weights: PopulationTensor): PopulationTensor => mean(square(sub(believed(weights), truth)));

  it('learned through the filter are those of least squares through it, and better than weights that know of no filter', async () => {
    const flat = reshape(counts, [ticks * runs, units]);
    const ridge = reshape(ridgeDecoder(flat, reshape(places, [ticks * runs, 1])), [units]);
    const J = jacobian(believed)(zeros([units]));
    const exact = solve(matmul(transpose(J), J), sum(mul(transpose(J), truth), 1));
    const { x, loss: found } = await minimize(loss, zeros([units]), lbfgs(), { iterations: 80 });
    const [least, alone, none] = [exact, ridge, zeros([units])].map((weights) => loss(weights).item());
    expect(found.item() / least - 1).toBeLessThan(1e-6);
    expect(alone).toBeGreaterThan(1.05 * least);
    expect(none).toBeGreaterThan(2 * least);
    exact.toArray().forEach((weight, i) => expect(Math.abs(x.toArray()[i] - weight)).toBeLessThan(1e-2));
  });
});
