/** @file Filters on many simulated truths: what is drawn, that it is what the model states, and that a filter which believes so is consistent. */
import { describe, expect, it } from 'vitest';
import { extendedKalman } from '../../src/estimation/filters/extended-kalman.ts';
import { unscentedKalman } from '../../src/estimation/filters/unscented-kalman.ts';
import { monteCarlo } from '../../src/estimation/monte-carlo.ts';
import { drawModel, type ModelDrawOptions } from '../../src/estimation/model-draws.ts';
import { meanSquareBounds } from '../../src/estimation/statistics/mean-squares.ts';
import { consistencyOf } from '../../src/estimation/statistics/consistency.ts';
import type { StateModel } from '../../src/estimation/state-model.ts';
import { add } from '../../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { errorsOf, normalizedErrors } from '../../src/estimation/statistics/normalized-errors.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { plainKalman, pushedBody, pushedStart } from '../support/plain-kalman.ts';
import { swingingBody, swingingStart } from '../support/swinging-body.ts';

const drawn: ModelDrawOptions = { seed: 5, ticks: 40, members: 30, dimension: 2, sources: 1, channels: [1, 2] };

/** One member's numbers. */
const memberOf = ({ data, population }: PopulationTensor, member: number): Float64Array =>
  data.filter((_, i) => i % population === member);

/** Correlation of as many numbers as both have. */
function correlation(x: Float64Array, y: Float64Array): number {
  const n = Math.min(x.length, y.length);
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xy += x[i] * y[i];
    xx += x[i] * x[i];
    yy += y[i] * y[i];
  }
  return xy / Math.sqrt(xx * yy);
}

describe('what is drawn for a model', () => {
  it('has a stream of its own for start, process, each sensor and the filter: none has the numbers of another', () => {
    const { start, process, sensors, filter } = drawModel({ ...drawn, filter: { normal: 1, uniform: 1 } });
    const streams = [start, process, ...sensors, filter.normal!, filter.uniform!].map((of) => memberOf(of, 3));
    streams.forEach((one, i) =>
      streams.slice(i + 1).forEach((other) => {
        expect(one[0]).not.toBe(other[0]);
        if (Math.min(one.length, other.length) >= 40) expect(Math.abs(correlation(one, other))).toBeLessThan(0.5);
      }),
    );
  });

  it('does not change where there are more ticks, members or sensors', () => {
    const [few, many] = [
      drawModel(drawn),
      drawModel({ ...drawn, ticks: 60, members: 50, channels: [1, 2, 4], filter: { normal: 3, uniform: 0 } }),
    ];
    const first = (of: PopulationTensor, like: PopulationTensor): Float64Array =>
      memberOf(of, 7).subarray(0, memberOf(like, 7).length);
    expectEqual(memberOf(few.start, 7), memberOf(many.start, 7));
    expectEqual(memberOf(few.process, 7), first(many.process, few.process));
    few.sensors.forEach((sensor, i) => expectEqual(memberOf(sensor, 7), first(many.sensors[i], sensor)));
  });

  it('is absent where a sensor is not due, and lost as often as stated', () => {
    const [seldom, often] = drawModel({ ...drawn, members: 200, schedules: [{ every: 4 }, { dropout: 0.25 }] }).present;
    expect([...memberOf(seldom, 0)]).toEqual(Array.from({ length: 40 }, (_, t) => (t % 4 === 0 ? 1 : 0)));
    const share = often.data.reduce((sum, there) => sum + there, 0) / often.data.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(3 * Math.sqrt((0.25 * 0.75) / (200 * 40)));
    // all channels of a reading are lost together
    const { data, population } = often;
    for (let t = 0; t < 40; t++)
      expectEqual(
        data.slice(2 * t * population, (2 * t + 1) * population),
        data.slice((2 * t + 1) * population, (2 * t + 2) * population),
      );
  });
});

describe('a simulated truth', () => {
  it('spreads as noise of the same discretization adds up: G G a tick, not G G dt', () => {
    const dt = 0.1;
    const { states } = monteCarlo({
      filter: plainKalman(pushedBody()),
      start: pushedStart,
      ticks: 30,
      runs: 1000,
      seed: 8,
    });
    let [a, b, c] = [0.25, 0.05, 0.17];
    for (let t = 0; t < 30; t++) {
      const speeds = states.data.slice((2 * t + 1) * 1000, (2 * t + 2) * 1000);
      const variance = speeds.reduce((sum, speed) => sum + (speed - 1) ** 2, 0) / 1000;
      const [low, high] = meanSquareBounds(1000, 1000, 0.9999);
      expect(variance / c).toBeGreaterThan(low);
      expect(variance / c).toBeLessThan(high);
      [a, b, c] = [a + 2 * dt * b + dt * dt * c + dt ** 4 / 4, b + dt * c + dt ** 3 / 2, c + dt ** 2];
    }
  });
});

const judge = (model: StateModel, runs: ReturnType<typeof monteCarlo>) =>
  consistencyOf({ model, ticks: runs.ticks, states: runs.states });

describe('consistency over 500 runs', () => {
  const lost = [{ every: 2 }, { dropout: 0.3 }];

  it.each([
    ['extended', extendedKalman],
    ['unscented', unscentedKalman],
  ] as const)('is found of the %s filter on a linear model, and on a pendulum whose angle wraps', (_, filterOf) => {
    const bodies = [
      [pushedBody(), pushedStart],
      [swingingBody(), swingingStart],
    ] as const;
    for (const [model, start] of bodies) {
      const runs = monteCarlo({ filter: filterOf(model), start, ticks: 60, runs: 500, seed: 1, schedules: lost });
      const { tests, isConsistent, nis } = judge(model, runs);
      expect(tests.filter(({ isBorne }) => !isBorne)).toEqual([]);
      expect(isConsistent).toBe(true);
      // two deviations of the mean of 500 runs, and only ticks with readings are judged
      const nees = tests.find(({ name }) => name === 'NEES')!;
      expect(nees.verdict).toBe('within');
      // errors stay alike, so that fewer ticks are worth something, and more or less of them may be outside
      const widthOf = (of: string): number => {
        const [low, high] = tests.find(({ name }) => name === `Share of ticks with ${of} outside`)!.bounds;
        return high - low;
      };
      expect(widthOf('NEES')).toBeGreaterThan(1.1 * widthOf(`NIS of ${model.sensors[1].name}`));
      expect(nis.map(({ squares }) => squares.ticks)).toEqual([30, 60]);
    }
  });

  it('is denied to a filter that errs less than it doubts, as where readings have less noise than it believes', () => {
    const model = pushedBody();
    const exact = { ...model, sensors: model.sensors.map((sensor) => ({ ...sensor, deviation: tensor([1e-6]) })) };
    const runs = monteCarlo({
      filter: plainKalman(model),
      start: pushedStart,
      ticks: 60,
      runs: 50,
      seed: 1,
      truth: { model: exact },
    });
    const { tests, isConsistent } = judge(model, runs);
    expect(isConsistent).toBe(false);
    expect(tests.find(({ name }) => name === 'NEES')!.verdict).toBe('below');
  });

  it('is denied to a filter that doubts too much, which throws data away, as to one that doubts too little', () => {
    const believed = pushedBody();
    for (const [place, push, verdict] of [
      [0.15, 0.5, 'below'],
      [0.6, 2, 'above'],
    ] as const) {
      const model = pushedBody({ place, push });
      const runs = monteCarlo({
        filter: plainKalman(believed),
        start: pushedStart,
        ticks: 60,
        runs: 200,
        seed: 2,
        truth: { model },
      });
      const { isConsistent, tests } = judge(believed, runs);
      expect(isConsistent).toBe(false);
      const found = (name: string) => tests.find((test) => test.name === name)!;
      expect(found('NIS of camera').verdict).toBe(verdict);
      expect(found('NEES').verdict).toBe(verdict);
      expect(found('NEES').words).toMatch(/^NEES [\d.]+, 95 % bounds [\d.]+ to [\d.]+: /);
    }
  });

  it('takes a truth that is a whole turn further for the same', () => {
    const model = swingingBody();
    const { ticks, states } = monteCarlo({
      filter: extendedKalman(model),
      start: swingingStart,
      ticks: 20,
      runs: 4,
      seed: 2,
    });
    const turned = add(states, [2 * Math.PI, 0]);
    const { space } = model.process;
    const [own, further] = [states, turned].map((truth) => normalizedErrors(space, truth, ticks.belief).data);
    own.forEach((square, i) => expectClose(further[i] / square, 1, 1e-9));
    const [near, far] = [states, turned].map((truth) => errorsOf(space, truth, ticks.belief).data);
    near.forEach((error, i) => expect(Math.abs(far[i] - error)).toBeLessThan(1e-12));
  });

  it('judges innovations alone where nobody knows the truth', () => {
    const model = pushedBody();
    const { ticks } = monteCarlo({ filter: plainKalman(model), start: pushedStart, ticks: 50, runs: 20, seed: 3 });
    const { nees, tests, isConsistent } = consistencyOf({ model, ticks });
    expect([nees, isConsistent]).toEqual([null, true]);
    expect(tests.some(({ name }) => name.includes('NEES'))).toBe(false);
  });
});
