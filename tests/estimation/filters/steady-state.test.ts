import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { add, choose, equal, mul } from '../../../src/core/ops/elementwise.ts';
import { greater } from '../../../src/core/ops/comparison.ts';
import { at, transpose } from '../../../src/core/ops/indexing.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { eye, ones, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { GaussianMemory } from '../../../src/estimation/filters/gaussian-filter.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { riccatiSteadyState } from '../../../src/estimation/filters/steady-state.ts';
import { covarianceOf } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { Random } from '../../support/random.ts';
import { corrected, predicted, square } from './textbook-kalman.ts';

const golden = (1 + Math.sqrt(5)) / 2;

describe('the steady state of a Kalman filter', () => {
  it('of a random walk with q = r = 1 is the golden ratio, gain 0.6180339887', () => {
    const { predicted: before, gain } = riccatiSteadyState({ A: [[1]], G: [[1]], H: [[1]], deviation: [1] });
    expect(before.item() ** 2).toBeCloseTo(golden, 14);
    expect(gain.item()).toBeCloseTo(0.6180339887498949, 14);
  });

  it.each([
    [1, 0.75, 0.5],
    [0.1, 0.36, 0.08],
  ])('of an alpha-beta filter with lambda %f has the gains (%f, %f)', (lambda, alpha, beta) => {
    const { gain } = riccatiSteadyState({
      A: [
        [1, 1],
        [0, 1],
      ],
      G: [[lambda / 2], [lambda]],
      H: [[1, 0]],
      deviation: [1],
    });
    expect(gain.toArray()[0]).toBeCloseTo(alpha, 13);
    expect(gain.toArray()[1]).toBeCloseTo(beta, 13);
    // Kalata's closed form by the tracking index
    const s = (4 + lambda - Math.sqrt(8 * lambda + lambda ** 2)) / 4;
    expect([1 - s * s, 2 * (1 - s) ** 2].map((x, i) => x - gain.toArray()[i]).every((x) => Math.abs(x) < 1e-13)).toBe(
      true,
    );
  });

  it("is what the textbook's filter comes to, and ours, of stable and unstable systems", () => {
    const random = new Random();
    for (const growth of [0.7, 1.6]) {
      const A = [0, 1, 2].map(() => random.list(3, -growth, growth));
      const [G, H] = [[0, 1, 2].map(() => random.list(3)), [random.list(3), random.list(3)]];
      const deviation = [0.5, 0.8];
      const steady = riccatiSteadyState({ A, G, H, deviation });
      const model = linearModel({ A, G, sensors: [{ name: 'y', H, deviation }] });
      const filter = extendedKalman(model);
      let P: readonly (readonly number[])[] = square(A);
      for (let k = 0; k < 300; k++) P = predicted(corrected({ x: [0, 0, 0], P }, { H, deviation }, [0, 0]), A, G).P;
      const readings = [{ value: zeros([300, 2]), present: ones([300, 2]) }];
      const start = { mean: zeros([3]), factor: tensor(A) };
      const { memory } = runFilter(filter, start, { readings, sensed: [], acting: [] });
      const scale = Math.max(...P.flat());
      [memory.factor, steady.predicted].forEach((factor) =>
        covarianceOf(factor)
          .toArray()
          .forEach((x, i) => expect(Math.abs(x - P.flat()[i]) / scale).toBeLessThan(1e-10)),
      );
      const { P: after } = corrected({ x: [0, 0, 0], P }, { H, deviation }, [0, 0]);
      covarianceOf(steady.corrected)
        .toArray()
        .forEach((x, i) => expect(Math.abs(x - after.flat()[i]) / scale).toBeLessThan(1e-10));
    }
  });

  it('is refused where no sensor sees what grows, and where shapes do not fit', () => {
    const system = {
      A: [
        [2, 0],
        [0, 0.5],
      ],
      G: [[1], [1]],
      H: [[0, 1]],
      deviation: [1],
    };
    expect(() => riccatiSteadyState(system)).toThrow(/comes to no rest/);
    expect(() => riccatiSteadyState({ ...system, H: [[1]] })).toThrow(/shapes do not fit/);
  });
});

describe('a million ticks with readings a million times better than the state', () => {
  // double integrator, R = 1e-12: P - K S K' rounds to a negative variance at once
  const model = linearModel({
    A: [
      [1, 0.01],
      [0, 1],
    ],
    G: [[0], [0.01]],
    sensors: [{ name: 'place', H: [[1, 0]], deviation: [1e-6] }],
  });
  const filter = extendedKalman(model);
  const start = { mean: tensor([0, 0]), factor: mul(1e3, eye(2)) };

  it("leave a covariance that is symmetric and positive at each of them, the Riccati equation's", () => {
    const whole = (mean: PopulationTensor) => {
      const told = { value: tensor([0]), present: tensor([1]) };
      const { carry } = scan(
        ({ memory, bad, worst }: { memory: GaussianMemory; bad: PopulationTensor; worst: PopulationTensor }) => {
          const { memory: after } = filter.correct(memory, 0, told, [], {});
          const P = covarianceOf(after.factor);
          const skew = sum(sub(1, equal(P, transpose(P))));
          const positive = mul(greater(at(after.factor, 0, 0), 0), greater(at(after.factor, 1, 1), 0));
          const next = add(bad, add(skew, sub(1, positive)));
          return {
            carry: {
              memory: filter.predict(after, [], {}),
              bad: next,
              worst: choose(greater(at(P, 0, 0), worst), at(P, 0, 0), worst),
            },
            output: [],
          };
        },
        { memory: filter.begin({ ...start, mean }), bad: tensor(0), worst: tensor(0) },
        [],
        { length: 1_000_000 },
      );
      return carry;
    };
    const { memory, bad, worst } = compile(whole, [start.mean])(start.mean);
    expect(bad.item()).toBe(0);
    expect(worst.item()).toBeLessThanOrEqual(1e-12 * (1 + 1e-9));
    const steady = riccatiSteadyState({
      A: [
        [1, 0.01],
        [0, 1],
      ],
      G: [[0], [0.01]],
      H: [[1, 0]],
      deviation: [1e-6],
    });
    memory.factor
      .toArray()
      .forEach((x, i) => expect(Math.abs(x - steady.predicted.toArray()[i])).toBeLessThanOrEqual(1e-10 * Math.abs(x)));
  });
});
