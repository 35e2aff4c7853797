import { describe, expect, it } from 'vitest';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { at, stack, transpose } from '../../../src/core/ops/indexing.ts';
import { matmul, outer } from '../../../src/core/ops/linear-algebra.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { eye, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import {
  type SigmaPointSettings,
  sigmaPointWarning,
  sigmaPointWeights,
  transformed,
} from '../../../src/estimation/filters/sigma-points.ts';
import { downdated } from '../../../src/estimation/filters/square-root-correction.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { covarianceOf } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { euclideanSpace } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { Random } from '../../support/random.ts';
import { inverse, product, square as squareOf, transposed } from './textbook-kalman.ts';

const space = euclideanSpace(2);
const curved = (x: PopulationTensor): PopulationTensor =>
  stack([mul(at(x, 0), sin(at(x, 1))), exp(mul(0.5, at(x, 0)))]);
const belief = {
  mean: tensor([0.4, 1]),
  factor: tensor([
    [0.7, 0],
    [0.2, 0.5],
  ]),
};

/** Mean and covariance as the papers write them: points, weights, sums. */
function byTheBook(f: (x: number[]) => number[], settings: SigmaPointSettings) {
  const { spread, centre, other } = sigmaPointWeights(2, settings);
  const [mean, L] = [
    belief.mean.toArray(),
    [
      [0.7, 0],
      [0.2, 0.5],
    ],
  ];
  const drawn = [
    mean,
    ...[1, -1].flatMap((sign) => [0, 1].map((j) => mean.map((x, i) => x + sign * spread * L[i][j]))),
  ];
  const points = drawn.map(f);
  const weight = (i: number, own: number): number => (i === 0 ? own : other);
  const y = [0, 1].map((k) => points.reduce((total, p, i) => total + weight(i, centre.mean) * p[k], 0));
  const P = [0, 1].map((k) =>
    [0, 1].map((l) =>
      points.reduce((total, p, i) => total + weight(i, centre.covariance) * (p[k] - y[k]) * (p[l] - y[l]), 0),
    ),
  );
  const cross = [0, 1].map((k) =>
    [0, 1].map((l) =>
      points.reduce((total, p, i) => total + weight(i, centre.covariance) * (drawn[i][k] - mean[k]) * (p[l] - y[l]), 0),
    ),
  );
  return { y, P, cross };
}

describe('sigma points', () => {
  it.each([{}, { kappa: 1 }, { alpha: 0.5, beta: 0 }, { alpha: 1.3, kappa: 0.5, beta: 1 }, { alpha: 1e-2 }])(
    'with %o have the mean and covariance of the papers',
    (settings) => {
      const f = ([a, b]: number[]): number[] => [a * Math.sin(b), Math.exp(0.5 * a)];
      const { y, P } = byTheBook(f, settings);
      const { mean, deviations, less } = transformed(belief, curved, {
        from: space,
        to: space,
        weights: sigmaPointWeights(2, settings),
      });
      const sum = matmul(deviations, transpose(deviations));
      const found = less ? sub(sum, outer(less, less)) : sum;
      // far points near each other cancel
      const tolerance = settings.alpha === 1e-2 ? 9 : 13;
      mean.toArray().forEach((x, i) => expect(x).toBeCloseTo(y[i], tolerance));
      found.toArray().forEach((x, i) => expect(x).toBeCloseTo(P.flat()[i], tolerance));
    },
  );

  it('by habit of alpha 1e-3 weigh a million below zero, which is said; by default none does', () => {
    const { centre, other } = sigmaPointWeights(14, { alpha: 1e-3 });
    expect(centre.mean).toBeCloseTo(-999_999, 3);
    expect(other).toBeCloseTo(35_714.2857, 3);
    expect(sigmaPointWarning(14, { alpha: 1e-3 })).toMatch(
      /29 sigma points weighs -999999 in means .* use alpha 1 and kappa 0/,
    );
    for (const n of [1, 2, 14]) expect(sigmaPointWarning(n)).toBe(undefined);
    expect(sigmaPointWeights(14)).toEqual({ spread: Math.sqrt(14), centre: { mean: 0, covariance: 2 }, other: 1 / 28 });
  });

  it('are drawn anew for a reading: process noise is in what it is expected to be', () => {
    // without noise after the prediction S would be 1 + 1, not 1 + 3 + 1
    const model = linearModel({ A: [[1]], G: [[Math.sqrt(3)]], sensors: [{ name: 'it', H: [[1]], deviation: [1] }] });
    const filter = unscentedKalman(model);
    const memory = filter.predict(filter.begin({ mean: tensor([0]), factor: tensor([[1]]) }), [], {});
    const { innovation } = filter.correct(memory, 0, { value: tensor([1]), present: tensor([1]) }, [], {});
    expect(innovation.factor.item() ** 2).toBeCloseTo(5, 13);
  });

  it('of a quadratic sensor give its expected reading and variance, where a derivative at 0 sees nothing', () => {
    const plain = linearModel({ A: [[1]], G: [[0.1]], sensors: [{ name: 'it', H: [[1]], deviation: [0.1] }] });
    const read = (x: PopulationTensor): PopulationTensor => mul(x, x);
    const model: StateModel = { ...plain, sensors: [{ ...plain.sensors[0], read }] };
    const filter = unscentedKalman(model);
    const memory = filter.begin({ mean: tensor([0]), factor: tensor([[0.5]]) });
    const { innovation } = filter.correct(memory, 0, { value: tensor([1]), present: tensor([1]) }, [], {});
    expect(innovation.residual.item()).toBeCloseTo(1 - 0.25, 14);
    expect(innovation.factor.item() ** 2).toBeCloseTo(2 * 0.0625 + 0.01, 14);
  });
});

describe('the unscented filter of curved functions', () => {
  it.each([{}, { alpha: 0.5, beta: 0 }, { kappa: 1 }])('with %o predicts and corrects as the papers do', (settings) => {
    const plain = linearModel({
      A: eye(2),
      G: [[0.3], [0.1]],
      sensors: [{ name: 'y', H: eye(2), deviation: [0.4, 0.2] }],
    });
    const model = {
      process: { ...plain.process, step: curved },
      sensors: [{ ...plain.sensors[0], read: curved }],
    };
    const filter = unscentedKalman(model, settings);
    const memory = filter.begin(belief);
    const f = ([a, b]: number[]): number[] => [a * Math.sin(b), Math.exp(0.5 * a)];
    const { y, P, cross } = byTheBook(f, settings);
    const near = (found: PopulationTensor, expected: readonly number[]): void =>
      found.toArray().forEach((x, i) => expect(x).toBeCloseTo(expected[i], 12));
    const next = filter.predict(memory, [], {});
    near(next.mean, y);
    near(covarianceOf(next.factor), [P[0][0] + 0.09, P[0][1] + 0.03, P[1][0] + 0.03, P[1][1] + 0.01]);
    const value = [0.1, 1.5];
    const { memory: after, innovation } = filter.correct(
      memory,
      0,
      { value: tensor(value), present: tensor([1, 1]) },
      [],
      {},
    );
    const S = [
      [P[0][0] + 0.16, P[0][1]],
      [P[1][0], P[1][1] + 0.04],
    ];
    near(covarianceOf(innovation.factor), S.flat());
    const K = product(cross, inverse(S).inverse);
    const moved = product(
      K,
      value.map((x, i) => [x - y[i]]),
    ).map(([x], i) => x + belief.mean.toArray()[i]);
    near(after.mean, moved);
    const less = product(product(K, S), transposed(K));
    near(
      covarianceOf(after.factor),
      covarianceOf(belief.factor)
        .toArray()
        .map((x, i) => x - less.flat()[i]),
    );
  });
});

describe('a square that is taken off a factor', () => {
  it('leaves the factor of the difference', () => {
    const random = new Random();
    const T = [
      [2, 0, 0],
      [0.5, 1, 0],
      [-1, 0.3, 1.5],
    ];
    const u = random.list(3, -0.5, 0.5);
    const found = covarianceOf(downdated(tensor(T), tensor(u))).toArray();
    const expected = squareOf(T).flatMap((row, i) => row.map((x, j) => x - u[i] * u[j]));
    found.forEach((x, i) => expect(x).toBeCloseTo(expected[i], 14));
  });

  it('is NaN where nothing positive is left, and not repaired in silence', () => {
    expect(downdated(tensor([[1]]), tensor([1.01])).item()).toBe(NaN);
  });
});
