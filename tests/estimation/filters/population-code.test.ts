/** @file The population-coded filter against Kalman's: the same without spikes. */
import { describe, expect, it } from 'vitest';
import { jacobian } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { at, concat, reshape, slice } from '../../../src/core/ops/indexing.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { Filter } from '../../../src/estimation/filters/filter.ts';
import { bankFindings, populationCode } from '../../../src/estimation/filters/population-code.ts';
import { type Recording, runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { unitsPerChannel } from '../../../src/estimation/filters/sensory-units.ts';
import { covarianceOf, type Gaussian } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { angleSpace, euclideanSpace, productSpace } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { Random } from '../../support/random.ts';
import { heightRead, swinging } from '../../support/swinging.ts';
import { uniformTrials } from '../../support/trials.ts';

/** Filters of any memory side by side. */
const any = (filter: unknown): Filter => filter as Filter;

/** A trajectory of numbers with readings of which some are absent. */
function recordOf(random: Random, ticks: number, channels: readonly number[], scale: number): Recording {
  return {
    readings: channels.map((c) => ({
      value: tensor(Array.from({ length: ticks }, () => Array.from({ length: c }, () => scale * random.normal()))),
      present: tensor(
        Array.from({ length: ticks }, () => Array.from({ length: c }, () => (random.next() < 0.3 ? 0 : 1))),
      ),
    })),
    sensed: [],
    acting: [],
  };
}

function expectSame(one: Filter, other: Filter, start: Gaussian, recording: Recording, tolerance: number): void {
  const [a, b] = [one, other].map((filter) => runFilter(filter, start, recording).ticks);
  const expectNear = (x: PopulationTensor, y: PopulationTensor): void => {
    const scale = Math.max(1e-3, ...y.data.map(Math.abs));
    x.data.forEach((value, i) => expect(Math.abs(value - y.data[i]) / scale).toBeLessThan(tolerance));
  };
  expectNear(a.belief.mean, b.belief.mean);
  for (let t = 0; t < a.belief.factor.shape[0]; t++)
    expectNear(covarianceOf(at(a.belief.factor, t)), covarianceOf(at(b.belief.factor, t)));
  a.innovations.forEach((innovation, s) => {
    for (const part of ['residual', 'square', 'logLikelihood', 'channels'] as const)
      expectNear(innovation[part], b.innovations[s][part]);
  });
}

describe('without spikes it is Kalman’s filter', () => {
  it.each([1, 2, 4])('on random linear systems of %i states, of which channels come and go', (n) => {
    const random = new Random(n);
    const draw = (rows: number, columns: number, scale = 1): number[][] =>
      Array.from({ length: rows }, () => random.list(columns).map((x) => scale * x));
    const model = linearModel({
      A: draw(n, n, 0.9 / Math.sqrt(n)),
      G: draw(n, 2),
      sensors: [
        { name: 'one', H: draw(2, n), deviation: [0.3, 0.5] },
        { name: 'two', H: draw(1, n), deviation: [0.4] },
      ],
    });
    const start = { mean: tensor(random.list(n)), factor: tensor(draw(n, n)) };
    const filter = populationCode(model, { extent: Array.from({ length: n }, () => 60), units: 301 });
    expectSame(
      filter as unknown as Filter,
      extendedKalman(model) as unknown as Filter,
      start,
      recordOf(random, 10, [2, 1], 2),
      1e-9,
    );
  });

  it('on a ring, however many turns there are', () => {
    const random = new Random(8);
    const space = productSpace([angleSpace(1), euclideanSpace(1)]);
    const model = linearModel({
      A: [
        [1, 0.1],
        [0, 1],
      ],
      G: [[0.005], [0.1]],
      sensors: [{ name: 'encoder', H: [[1, 0]], deviation: [0.1], space: angleSpace(1) }],
      space,
    });
    const ticks = 40;
    // half a turn a second and more
    const value = Array.from({ length: ticks }, (_, t) => [0.4 * t + 0.1 * random.normal()]);
    const recording = { readings: [{ value: tensor(value), present: ones([ticks, 1]) }], sensed: [], acting: [] };
    const start = {
      mean: tensor([0, 3]),
      factor: tensor([
        [0.2, 0],
        [0, 1],
      ]),
    };
    const filter = populationCode(model, { extent: [1, 60], ring: [true, false], units: 61 });
    const [a, b] = [any(filter), any(extendedKalman(model))].map((f) => runFilter(f, start, recording).ticks.belief);
    for (let t = 0; t < ticks; t++) {
      for (const x of space.difference(at(a.mean, t), at(b.mean, t)).toArray()) expect(Math.abs(x)).toBeLessThan(1e-9);
      expect(Math.abs(at(a.mean, t).toArray()[0])).toBeLessThanOrEqual(Math.PI);
    }
  });
});

describe('on a pendulum whose height is read', () => {
  const start = {
    mean: tensor([0.5, 0]),
    factor: tensor([
      [0.3, 0],
      [0, 0.5],
    ]),
  };

  it.each([
    ['rates: exact', undefined],
    ['spikes: straight through the counts, as far as the same counts go', 20],
  ])('a gradient through all of it, %s', (_, spikes) => {
    const uniform = slice(reshape(uniformTrials(1, [3 * unitsPerChannel], 7), [3, unitsPerChannel]), [0]);
    const f = (x: PopulationTensor): PopulationTensor => {
      const noisy: StateModel = { ...swinging, sensors: [{ ...heightRead, deviation: exp(slice(x, [3], [4])) }] };
      const recording: Recording = {
        readings: [{ value: reshape(slice(x, [0], [3]), [3, 1]), present: tensor([[1], [0], [1]]) }],
        sensed: [],
        acting: [],
        draws: { uniform },
      };
      const { ticks } = runFilter(
        populationCode(noisy, { extent: [4, 20], ...(spikes && { spikes }) }),
        start,
        recording,
      );
      return concat([reshape(ticks.belief.mean, [6]), ticks.innovations[0].logLikelihood]);
    };
    const x = tensor([0.3, 0, 0.2, -2]);
    const found = jacobian(f)(x).toArray();
    if (spikes !== undefined) return expect(found.every(Number.isFinite)).toBe(true);
    const expected = complexStepJacobian(f, x).flat();
    const scale = Math.max(...expected.map(Math.abs));
    expected.forEach((slope, i) => expect(Math.abs(found[i] - slope)).toBeLessThan(1e-9 * scale));
  });
});

describe('banks', () => {
  const model = linearModel({ A: [[1]], G: [[0.1]], sensors: [{ name: 'place', H: [[1]], deviation: [0.1] }] });
  const start = { mean: tensor([0]), factor: tensor([[1]]) };

  it('hold a bump at the end of its units, and say so', () => {
    const recording = { readings: [{ value: tensor([[0], [9], [9]]), present: ones([3, 1]) }], sensed: [], acting: [] };
    const { memory, ticks } = runFilter(populationCode(model, { extent: [2] }), start, recording);
    expect(at(ticks.belief.mean, 2).item()).toBeCloseTo(2, 1);
    expect(bankFindings(memory, ['place'])[0]).toMatch(/bump of place left its units \d+ times/);
    expect(
      bankFindings(runFilter(populationCode(model, { extent: [20] }), start, recording).memory, ['place']),
    ).toEqual([]);
  });

  it('believe what their activities say: twice as much of them, half the variance; each bump where its bank is active', () => {
    const filter = populationCode(model, { extent: [5] });
    const memory = filter.begin(start);
    const twice = filter.belief({ ...memory, activity: mul(2, memory.activity) });
    expect(covarianceOf(twice.factor).item()).toBeCloseTo(0.5, 9);
    const moved = filter.belief({
      ...memory,
      activity: concat([zeros([1, 4]), slice(memory.activity, [0, 0], [1, 37])], 1),
    });
    // 4 units of half a width, of 10 / 14
    expect(moved.mean.item()).toBeCloseTo((4 * 0.5 * 10) / 14, 3);
  });

  it('take a start that is known for certain, up to a millionth of a width', () => {
    const { memory } = runFilter(
      populationCode(model, { extent: [7] }),
      { mean: tensor([0]), factor: tensor([[0]]) },
      { readings: [{ value: tensor([[1]]), present: ones([1, 1]) }], sensed: [], acting: [] },
    );
    expect(Number.isFinite(memory.activity.data[0])).toBe(true);
  });

  it('refuse what does not fit', () => {
    expect(() => populationCode(model, { extent: [1, 2] })).toThrow(/one for each of 1 coordinate/);
    expect(() => populationCode(model, { extent: [1], units: 8 })).toThrow(/from 15/);
    expect(() => populationCode(model, { extent: [-1] })).toThrow(/positive/);
    const spiking = populationCode(model, { extent: [1], spikes: 5 });
    expect(() =>
      spiking.correct(spiking.begin(start), 0, { value: tensor([0]), present: tensor([1]) }, [], {}),
    ).toThrow(/filter.draws/);
  });
});
