/** @file Readings that come late: the chain behind is the plain filter, and what is believed now is what an augmented state believes. */
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { at, slice } from '../../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { ArgumentError } from '../../../src/errors.ts';
import type { Filter } from '../../../src/estimation/filters/filter.ts';
import { runFilter, type Recording } from '../../../src/estimation/filters/run-filter.ts';
import { covarianceOf } from '../../../src/estimation/gaussian.ts';
import { withReplay } from '../../../src/estimation/late/with-replay.ts';
import { euclideanSpace } from '../../../src/estimation/space.ts';
import { covarianceFilter, linearTestModel } from '../../support/covariance-filter.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const dt = 0.1;
const transition = [
  [1, dt],
  [-0.3, 0.9],
];
const control = [[0.005], [dt]];
const noise = [
  [0.02, 0],
  [0.01, 0.2],
];
const reads = [[[1, 0]], [[0, 1]], [[1, 0.5]]];
const deviations = [0.05, 0.3, 0.1];
const delays = [3, 1, 0];
const longest = 3;
const ticks = 14;
const start = {
  mean: tensor([0.4, -0.2]),
  factor: tensor([
    [0.5, 0],
    [0.1, 0.7],
  ]),
};

const filterOf = (deviation: PopulationTensor) =>
  covarianceFilter(
    linearTestModel({
      transition: tensor(transition),
      control: tensor(control),
      noise: tensor(noise),
      sensors: reads.map((rows, i) => ({ reads: tensor(rows), deviation: slice(deviation, [i], [i + 1]) })),
      space: euclideanSpace,
    }),
  );
const filter = filterOf(tensor(deviations));
const shapes = { sensed: tensor([0]), acting: tensor([0]) };
const late = withReplay(filter, delays, shapes);

const random = new Random();
const list = (draw: () => number): number[] => Array.from({ length: ticks }, draw);
const inputs = list(() => random.uniform(-1, 1));
const values = delays.map(() => list(() => random.uniform(-1, 1)));
const present = delays.map(() => list(() => (random.uniform(0, 1) < 0.8 ? 1 : 0)));

const column = (numbers: readonly number[]): PopulationTensor => tensor([...numbers], [ticks, 1]);
/** What sensor s is given at tick k was told `of` ticks before; junk where that is before the start. */
const recording = (of: readonly number[]): Recording => ({
  readings: of.map((delay, s) => ({
    value: column(values[s].map((_, k) => (k < delay ? 1e3 : values[s][k - delay]))),
    present: column(present[s].map((_, k) => (k < delay ? 1 : present[s][k - delay]))),
  })),
  sensed: column(inputs),
  acting: column(inputs),
});
const run = (of: Filter, delay: readonly number[]) =>
  compile((given: Recording) => runFilter(of, start, given).ticks, [recording(delay)])(recording(delay));

/** The state with its past, [x_k; x_k-1; …], moved and corrected by plain matrices. */
function augmented(): { readonly mean: Matrix; readonly covariance: Matrix }[] {
  const n = 2 * (longest + 1);
  const f = Matrix.zeros(n, n);
  f.setSubMatrix(transition, 0, 0);
  for (let i = 2; i < n; i++) f.set(i, i - 2, 1);
  const q = Matrix.zeros(n, n);
  q.setSubMatrix(new Matrix(noise).mmul(new Matrix(noise).transpose()), 0, 0);
  let mean = Matrix.zeros(n, 1);
  mean.setSubMatrix([[0.4], [-0.2]], 0, 0);
  let covariance = Matrix.zeros(n, n);
  const factor = new Matrix([
    [0.5, 0],
    [0.1, 0.7],
  ]);
  covariance.setSubMatrix(factor.mmul(factor.transpose()), 0, 0);
  return inputs.map((input, k) => {
    delays.forEach((delay, s) => {
      if (k < delay || present[s][k - delay] === 0) return;
      const h = Matrix.zeros(1, n);
      h.setSubMatrix(reads[s], 0, 2 * delay);
      const variance = h.mmul(covariance).mmul(h.transpose()).get(0, 0) + deviations[s] ** 2;
      const gain = covariance.mmul(h.transpose()).div(variance);
      mean = mean.add(gain.clone().mul(values[s][k - delay] - h.mmul(mean).get(0, 0)));
      covariance = covariance.clone().sub(gain.mmul(h).mmul(covariance));
    });
    const now = {
      mean: mean.subMatrix(0, 1, 0, 0),
      covariance: covariance.subMatrix(0, 1, 0, 1),
    };
    mean = f.mmul(mean);
    mean.set(0, 0, mean.get(0, 0) + control[0][0] * input);
    mean.set(1, 0, mean.get(1, 0) + control[1][0] * input);
    covariance = f.mmul(covariance).mmul(f.transpose()).add(q);
    return now;
  });
}

describe('readings that come late', () => {
  it('give what a state with its past believes, and not what readings of now would', () => {
    const { belief } = run(late, delays);
    augmented().forEach(({ mean, covariance }, k) => {
      expectClose(at(belief.mean, k).toArray(), mean.to1DArray(), 1e-9);
      expectClose(covarianceOf(at(belief.factor, k)).toArray(), covariance.to1DArray(), 1e-9);
    });
  });

  it('are not taken for readings of now', () => {
    const behind = augmented();
    const plain = run(filter as unknown as Filter, delays).belief.mean;
    const far = behind.filter(({ mean }, k) => Math.abs(mean.get(0, 0) - at(plain, k, 0).item()) > 1e-3);
    expect(far.length).toBeGreaterThan(ticks / 2);
  });

  it('leave a chain behind that has the bits of the filter to which all is told at once', () => {
    const behind = run(late, delays).innovations;
    const plain = run(filter as unknown as Filter, [0, 0, 0]).innovations;
    for (const s of delays.keys())
      for (const part of ['residual', 'factor', 'square', 'channels', 'logLikelihood'] as const) {
        expect(slice(behind[s][part], [longest]).toArray()).toEqual(
          slice(plain[s][part], [0], [ticks - longest]).toArray(),
        );
        expect(slice(behind[s].channels, [0], [longest]).toArray()).toEqual([0, 0, 0]);
      }
  });

  it('carry the gradient of what is believed and of the likelihood', () => {
    const loss = (deviation: PopulationTensor): PopulationTensor => {
      const { belief, innovations } = runFilter(
        withReplay(filterOf(deviation), delays, shapes),
        start,
        recording(delays),
      ).ticks;
      return add(sum(square(belief.mean)), sum(add(innovations[0].logLikelihood, innovations[2].logLikelihood)));
    };
    const x = tensor(deviations);
    expectClose(grad(loss)(x), complexStepJacobian(loss, x)[0], 1e-9);
  });

  it('are the filter itself where no sensor is late', () => {
    expect(withReplay(filter, [0, 0, 0], shapes)).toBe(filter);
  });

  it('need a delay a sensor, in whole ticks', () => {
    expect(() => withReplay(filter, [1], shapes)).toThrow(/1 of them.*3, as the model has sensors/s);
    expect(() => withReplay(filter, [1, 0.5, 0], shapes)).toThrow(ArgumentError);
    expect(() => run(withReplay(filter, delays, { sensed: tensor([0, 0]), acting: tensor([0]) }), delays)).toThrow(
      /sensed/,
    );
  });
});
