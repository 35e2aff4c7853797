import { describe, expect, it } from 'vitest';

import type { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { tensor } from '../../../src/core/population-tensor.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { Filter } from '../../../src/estimation/filters/filter.ts';
import type { GaussianMemory } from '../../../src/estimation/filters/gaussian-filter.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { covarianceOf } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { Random } from '../../support/random.ts';
import { type Belief, corrected, predicted, square } from './textbook-kalman.ts';

/** A random system of n states with two sensors, of which channels come and go. */
function drawSystem(random: Random, n: number, growth: number) {
  const draw = (rows: number, columns: number, scale = 1): number[][] =>
    Array.from({ length: rows }, () => random.list(columns).map((x) => scale * x));
  const sensors = [2, 1].map((channels, i) => ({
    name: `sensor ${i}`,
    H: draw(channels, n),
    deviation: random.list(channels, 0.1, 1),
  }));
  const ticks = 12;
  const readings = Array.from({ length: ticks }, () =>
    sensors.map(({ deviation }) => deviation.map(() => (random.next() < 0.4 ? null : 3 * random.normal()))),
  );
  return {
    A: draw(n, n, growth / Math.sqrt(n)),
    G: draw(n, 2),
    sensors,
    readings,
    start: { x: random.list(n), L: draw(n, n) },
  };
}

type System = ReturnType<typeof drawSystem>;

/** What the filter says of each tick, and what the textbook says. */
function expectTextbook(make: (model: StateModel) => Filter<GaussianMemory>, system: System, tolerance: number): void {
  const { A, G, sensors, readings, start } = system;
  const filter = make(linearModel({ A, G, sensors }));
  const recorded = sensors.map((_, s) => ({
    value: tensor(readings.map((tick) => tick[s].map((y) => y ?? 1e3))),
    present: tensor(readings.map((tick) => tick[s].map((y) => (y === null ? 0 : 1)))),
  }));
  const { ticks, memory } = runFilter(
    filter,
    { mean: tensor(start.x), factor: tensor(start.L) },
    { readings: recorded, sensed: [], acting: [] },
  );
  let belief: Belief = { x: start.x, P: square(start.L) };
  const expectNear = (found: PopulationTensor, expected: readonly number[], floor = 1e-3): void => {
    const scale = Math.max(floor, ...expected.map(Math.abs));
    found.toArray().forEach((x, i) => expect(Math.abs(x - expected[i]) / scale).toBeLessThan(tolerance));
  };
  readings.forEach((tick, t) => {
    sensors.forEach((sensor, s) => {
      const after = corrected(belief, sensor, tick[s]);
      const { square: nis, logLikelihood, channels } = ticks.innovations[s];
      expectNear(at(nis, t), [after.nis]);
      expectNear(at(logLikelihood, t), [after.logLikelihood]);
      expect(at(channels, t).item()).toBe(tick[s].filter((y) => y !== null).length);
      belief = after;
    });
    expectNear(at(ticks.belief.mean, t), belief.x);
    expectNear(covarianceOf(at(ticks.belief.factor, t)), belief.P.flat());
    belief = predicted(belief, A, G);
  });
  expectNear(memory.mean, belief.x);
}

describe.each([
  ['extended', (model: StateModel) => extendedKalman(model), 1e-10],
  ['unscented', (model: StateModel) => unscentedKalman(model), 1e-9],
  ['unscented with points beyond the centre', (model: StateModel) => unscentedKalman(model, { kappa: 1 }), 1e-9],
  ['unscented with a negative weight', (model: StateModel) => unscentedKalman(model, { alpha: 0.5, beta: 0 }), 1e-9],
] as const)('the %s filter on linear systems', (_, make, tolerance) => {
  it.each([
    ['stable', 0.8],
    ['unstable', 2.5],
  ])("%s: is the textbook's, while channels come and go", (_name, growth) => {
    const random = new Random();
    for (const n of [1, 2, 5]) expectTextbook(make, drawSystem(random, n, growth), tolerance);
  });
});
