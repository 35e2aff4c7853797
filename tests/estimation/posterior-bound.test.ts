/** @file The posterior Cramer-Rao bound: Kalman's covariance where the model is linear; information in closed form where it is not. */
import { describe, expect, it } from 'vitest';
import { cos, sin } from '../../src/core/ops/trigonometric.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at, reshape, stack } from '../../src/core/ops/indexing.ts';
import { population, tensor } from '../../src/core/population-tensor.ts';
import { extendedKalman } from '../../src/estimation/filters/extended-kalman.ts';
import { monteCarlo } from '../../src/estimation/monte-carlo.ts';
import { posteriorBound } from '../../src/estimation/posterior-bound.ts';
import { euclideanSpace } from '../../src/estimation/space.ts';
import type { StateModel } from '../../src/estimation/state-model.ts';
import { errorOverBound } from '../../src/estimation/statistics/root-mean-square.ts';
import { expectClose } from '../support/check.ts';
import { plainKalman, pushedBody, pushedStart } from '../support/plain-kalman.ts';
import { swingingBody, swingingStart } from '../support/swinging-body.ts';

describe('the posterior Cramer-Rao bound', () => {
  it('is the covariance of Kalman filter of a linear model, whose noise has less directions than its state', () => {
    const model = pushedBody();
    const { states, ticks, readings, errors } = monteCarlo({
      filter: plainKalman(model),
      start: pushedStart,
      ticks: 60,
      runs: 3,
      seed: 4,
      schedules: [{ every: 3 }, {}],
    });
    const { after } = posteriorBound({
      model,
      start: pushedStart,
      states,
      present: readings.map(({ present }) => present),
    });
    const { factor } = ticks.belief;
    for (let t = 0; t < 60; t++)
      for (const [i, j] of [
        [0, 0],
        [1, 0],
        [1, 1],
      ]) {
        const rows = (row: number): number[] =>
          [0, 1].map((k) => factor.data[((t * 2 + row) * 2 + k) * factor.population]);
        const [a, b] = [rows(i), rows(j)];
        expectClose(after.data[(t * 2 + i) * 2 + j] / (a[0] * b[0] + a[1] * b[1]), 1, 1e-10);
      }
    expect(errorOverBound(errors, after).all).toBeLessThan(1.3);
  });
});

/** x' = x + a sin x + s w, y = x + r e, of which Tichavsky's terms are means of numbers. */
function wave(a: number, s: number, r: number): StateModel {
  return {
    process: {
      space: euclideanSpace(1),
      step: (x) => add(x, mul(a, sin(x))),
      linearize: (x) => ({ value: add(x, mul(a, sin(x))), byState: reshape(add(1, mul(a, cos(x))), [1, 1]) }),
      noise: () => tensor([[s]]),
    },
    sensors: [
      {
        name: 'scale',
        space: euclideanSpace(1),
        read: (x) => x,
        linearize: (x) => ({ value: x, byState: tensor([[1]]) }),
        deviation: tensor([r]),
      },
    ],
  };
}

describe('of a nonlinear model', () => {
  it('follows the information form of Tichavsky, of means over the truths', () => {
    const [a, s, r] = [0.4, 0.3, 0.5];
    const model = wave(a, s, r);
    const members = 40;
    const states = stack(
      Array.from({ length: 5 }, (_, t) =>
        population(Array.from({ length: members }, (__, m) => [Math.sin(3 * t + m)])),
      ),
    );
    const start = { mean: tensor([0]), factor: tensor([[0.7]]) };
    const { before, after } = posteriorBound({ model, start, states });
    let information = 1 / 0.49;
    for (let t = 0; t < 5; t++) {
      expectClose(before.data[t], 1 / information, 1e-12);
      information += 1 / r ** 2;
      expectClose(after.data[t], 1 / information, 1e-12);
      const slopes = Array.from({ length: members }, (_, m) => 1 + a * Math.cos(Math.sin(3 * t + m)));
      const mean = (f: (x: number) => number): number => slopes.reduce((sum, x) => sum + f(x) / members, 0);
      const [d11, d12, d22] = [mean((x) => x * x) / s ** 2, -mean((x) => x) / s ** 2, 1 / s ** 2];
      information = d22 - d12 ** 2 / (information + d11);
    }
    expect(at(after, 4, 0, 0).item()).toBeLessThan(0.25);
  });

  it('is nearly met by the extended filter of a pendulum, and by nothing that ignores a sensor', () => {
    const model = swingingBody();
    const options = { start: swingingStart, ticks: 60, runs: 200, seed: 3 };
    const { states, errors } = monteCarlo({ filter: extendedKalman(model), ...options });
    const { after } = posteriorBound({ model, start: swingingStart, states });
    const { all } = errorOverBound(errors, after);
    expect(all).toBeGreaterThan(0.97);
    expect(all).toBeLessThan(1.05);
    const schedules = [{ every: 60 }, {}];
    const blind = monteCarlo({ filter: extendedKalman(model), ...options, schedules });
    expect(errorOverBound(blind.errors, after).coordinates[0]).toBeGreaterThan(1.5);
  });
});
