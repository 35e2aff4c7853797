/** @file An estimator at work: whatever order readings come in, the same bits; and what is said of those that cannot be taken. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import { fixedLagSmoother } from '../../../src/estimation/filters/fixed-lag-smoother.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { type Arrival, OnlineEstimator } from '../../../src/estimation/late/online-estimator.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const A = [
  [1, 0.1],
  [-0.3, 0.9],
];
const modelWith = (deviation: number) =>
  linearModel({
    A,
    B: [[0], [0.1]],
    G: [[0.05], [0.3]],
    sensors: [
      { name: 'encoder', H: [[1, 0]], deviation: [0.1] },
      {
        name: 'camera',
        H: [
          [0.3, 1],
          [1, -1],
        ],
        deviation: [0.4, deviation],
      },
    ],
  });
const model = modelWith(0.2);
const start = {
  mean: tensor([0.3, -0.1]),
  factor: tensor([
    [0.5, 0],
    [0.2, 0.4],
  ]),
};
const inputs = { sensed: tensor([0]), acting: tensor([0]) };
const filters = [extendedKalman(model), fixedLagSmoother(model, { lag: 2, iterations: 1, inputs })] as const;
const tick = 0.1;
const ticks = 12;
const random = new Random();
const acting = Array.from({ length: ticks }, () => random.uniform(-1, 1));

const readings: readonly Arrival[] = acting.flatMap((_, k): Arrival[] => {
  const stamp = k * tick;
  const camera = { sensor: 'camera', stamp, value: [random.uniform(-1, 1), k === 5 ? NaN : random.uniform(-1, 1)] };
  const encoder = { sensor: 'encoder', stamp, value: [random.uniform(-1, 1)] };
  // at one tick the same sensor speaks twice
  return k === 4 ? [encoder, { ...encoder, value: [0.7] }, camera] : [encoder, camera];
});

/** Readings come some ticks late, those of a tick in the order of the delays. */
function run<F extends (typeof filters)[number]>(filter: F, delays: (i: number) => number, lag = 0.5) {
  const estimator = new OnlineEstimator(filter as never, start, { tick, lag, sensed: tensor([0]) });
  const beliefs: number[][] = [];
  for (let k = 0; k < ticks + 5; k++) {
    if (k > 0) {
      const input = tensor([acting[k - 1] ?? 0]);
      estimator.advance(k * tick, { acting: input, sensed: tensor([0]) });
    }
    readings
      .map((reading, i) => ({ reading, comes: Math.round(reading.stamp / tick) + delays(i) }))
      .filter(({ comes }) => Math.floor(comes) === k)
      .sort((a, b) => a.comes - b.comes)
      .forEach(({ reading }) => estimator.measure(reading));
    const { mean, factor } = estimator.belief;
    beliefs.push([...mean.toArray(), ...factor.toArray()]);
  }
  return { estimator, beliefs };
}

describe('an estimator at work', () => {
  it.each([0, 1] as const)('has the same bits in whatever order readings come within the lag (filter %d)', (which) => {
    const inOrder = run(filters[which], () => 0);
    for (let shuffle = 0; shuffle < 3; shuffle++) {
      const late = readings.map(() => random.uniform(0, 5));
      const shuffled = run(filters[which], (i) => late[i]);
      expect(shuffled.beliefs.at(-1)).toEqual(inOrder.beliefs.at(-1));
      expect(shuffled.beliefs[6]).not.toEqual(inOrder.beliefs[6]);
    }
  });

  it('believes what the filter believes that is told all at once', () => {
    const { beliefs } = run(filters[0], () => 0);
    const once = readings.filter(({ sensor, value }) => sensor === 'camera' || value[0] !== 0.7);
    const rows = (sensor: string) => once.filter((reading) => reading.sensor === sensor).map(({ value }) => value);
    const { ticks: all } = runFilter(filters[0], start, {
      readings: ['encoder', 'camera'].map((name) => ({
        value: tensor(rows(name)),
        present: tensor(rows(name).map((row) => row.map((x) => (Number.isNaN(x) ? 0 : 1)))),
      })),
      sensed: tensor(acting.map(() => [0])),
      acting: tensor(acting, [ticks, 1]),
    });
    // until the tick at which one sensor speaks twice
    for (let k = 0; k < 4; k++)
      expectClose(tensor(beliefs[k].slice(0, 2)), all.belief.mean.toArray().slice(2 * k, 2 * k + 2), 1e-13);
  });

  it('drops what comes beyond the lag, counts it, and says which lag would do', () => {
    const { estimator, beliefs } = run(filters[0], (i) => (i === 3 ? 4.5 : i === 6 ? 2.5 : 0), 0.3);
    const [encoder, camera] = estimator.arrivals;
    expect([encoder.tooLate, camera.tooLate]).toEqual([0, 1]);
    expect([encoder.taken, camera.taken]).toEqual([ticks + 1, ticks - 1]);
    expectClose(camera.longestDelay, 4 * tick, 1e-12);
    expectClose(estimator.suggestedLag, 0.4, 1e-12);
    expect(beliefs.at(-1)!.every(Number.isFinite)).toBe(true);
    // at the very end of the lag it is still taken
    expect(run(filters[0], (i) => (i === 3 ? 3 : 0), 0.3).estimator.arrivals[1].tooLate).toBe(0);
  });

  it('lets time stand still, and no reading come from the future or time run back', () => {
    const estimator = new OnlineEstimator(filters[0], start, { tick, lag: 0.3, time: 2, sensed: tensor([0]) });
    estimator.advance(2);
    expect(estimator.measure({ sensor: 'encoder', stamp: 2, value: [0.2] })).toBe('taken');
    estimator.advance(2.2, { acting: tensor([1]), sensed: tensor([0]) });
    const before = estimator.belief.mean.toArray();
    estimator.advance(2.2);
    expect(estimator.belief.mean.toArray()).toEqual(before);
    expectClose(estimator.time, 2.2, 1e-15);
    expect(() => estimator.advance(2.05)).toThrow(/time does not run backwards/);
    expect(() => estimator.measure({ sensor: 'camera', stamp: 2.5, value: [0, 0] })).toThrow(
      /2.5 s of camera.*the present/s,
    );
    expect(estimator.measure({ sensor: 'camera', stamp: 1.9, value: [0, 0] })).toBe('too late');
    expect(estimator.belief.mean.toArray()).toEqual(before);
  });

  it('counts a reading without numbers as absent, and says of which sensor', () => {
    const estimator = new OnlineEstimator(filters[0], start, { tick, lag: 0.3, sensed: tensor([0]) });
    const before = estimator.belief.mean.toArray();
    expect(estimator.measure({ sensor: 'camera', stamp: 0, value: [NaN, Infinity] })).toBe('absent');
    expect(estimator.belief.mean.toArray()).toEqual(before);
    expect(estimator.arrivals.map(({ sensor, absent }) => [sensor, absent])).toEqual([
      ['encoder', 0],
      ['camera', 1],
    ]);
  });

  it('refuses a deviation below 0 and what is no reading, by name', () => {
    const wrong = extendedKalman(modelWith(-0.2));
    expect(() => new OnlineEstimator(wrong, start, { tick, lag: 1 })).toThrow(
      /camera, channel 1, at tick 0: found -0.2/,
    );
    const estimator = new OnlineEstimator(filters[0], start, { tick, lag: 1, sensed: tensor([0]) });
    expect(() => estimator.measure({ sensor: 'radar', stamp: 0, value: [1] })).toThrow(/encoder or camera/);
    expect(() => estimator.measure({ sensor: 'camera', stamp: 0, value: [1] })).toThrow(/1 numbers of camera/);
    expect(() => estimator.measure({ sensor: 'camera', stamp: NaN, value: [1, 1] })).toThrow(ArgumentError);
    expect(() => new OnlineEstimator(filters[0], start, { tick: 0, lag: 1 })).toThrow(/tick/);
  });
});
