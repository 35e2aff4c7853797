import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { ones, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import { populationCode } from '../../../src/estimation/filters/population-code.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { chiSquareQuantile } from '../../../src/estimation/statistics/chi-square.ts';
import { Random } from '../../support/random.ts';

const one = [[1]];
/** A place that wanders little, and sensors that read it. */
const model = (...deviations: number[]) =>
  linearModel({
    A: one,
    G: [[0.1]],
    sensors: deviations.map((deviation, i) => ({ name: `sensor ${i}`, H: one, deviation: [deviation] })),
  });

/** Places, refusals and inflations where sensor s reads what the row s says. */
function run(
  gate: number | undefined,
  readings: readonly (readonly number[])[],
  deviations: readonly number[],
  patience?: number,
) {
  const filter = extendedKalman(model(...deviations), { gate, patience });
  const recorded = readings.map((row) => ({ value: tensor(row.map((y) => [y])), present: ones([row.length, 1]) }));
  const start = { mean: tensor([0]), factor: tensor([[0.2]]) };
  const whole = (values: PopulationTensor[]) =>
    runFilter(filter, start, {
      readings: values.map((value, s) => ({ value, present: recorded[s].present })),
      sensed: [],
      acting: [],
    });
  const { ticks, memory } = compile(whole, [recorded.map(({ value }) => value)])(recorded.map(({ value }) => value));
  return {
    places: ticks.belief.mean.toArray(),
    factors: ticks.belief.factor.toArray(),
    accepted: ticks.innovations.map(({ accepted }) => accepted.toArray()),
    inflations: memory.refusals.inflations.item(),
    inARow: memory.refusals.inARow.toArray(),
  };
}

describe('a gate', () => {
  it('lets in what lies within the quantile of as many channels as told something, and keeps the belief else', () => {
    const three = linearModel({
      A: one,
      G: one,
      sensors: [{ name: 'three', H: [[0], [0], [0]], deviation: [1, 1, 1] }],
    });
    const filter = extendedKalman(three, { gate: 0.999 });
    const memory = filter.begin({ mean: tensor([0]), factor: tensor(one) });
    const accepted = (value: number[], present: number[]): number =>
      filter.correct(memory, 0, { value: tensor(value), present: tensor(present) }, [], {}).innovation.accepted.item();
    for (const told of [1, 2, 3]) {
      const present = [1, 1, 1].map((_, i) => (i < told ? 1 : 0));
      const bound = Math.sqrt(chiSquareQuantile(0.999, told));
      expect([accepted([bound * 0.9999, 0, 0], present), accepted([bound * 1.0001, 0, 0], present)]).toEqual([1, 0]);
    }
    expect(accepted([99, 99, 99], [0, 0, 0])).toBe(1);
  });

  it('keeps an outlier out, which a filter without it takes in', () => {
    const readings = [[0, 0.1, 50, 0, 0.1, -0.1]];
    const [gated, open] = [run(0.999, readings, [0.3]), run(undefined, readings, [0.3])];
    expect(gated.accepted[0]).toEqual([1, 1, 0, 1, 1, 1]);
    expect(Math.max(...gated.places.map(Math.abs))).toBeLessThan(0.2);
    expect(Math.max(...open.places)).toBeGreaterThan(10);
    expect([gated.inARow, gated.inflations]).toEqual([[0], 0]);
  });

  it('finds back after a jump: after 5 refusals in a row deviations are doubled, and that is counted', () => {
    const { places, accepted, inflations, factors } = run(0.999, [new Array<number>(60).fill(100)], [0.3]);
    expect(accepted[0].slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(factors[4] / Math.hypot(factors[3], 0.1)).toBeCloseTo(2, 12);
    expect(factors[3]).toBeLessThan(factors[4]);
    expect(inflations).toBeGreaterThan(3);
    expect(Math.abs(places[59] - 100)).toBeLessThan(1);
    // the first five refusals change nothing but the count
    expect(places.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  });

  it('keeps a sensor out that errs on its own, while another holds the state', () => {
    const random = new Random();
    const good = Array.from({ length: 80 }, () => 0.1 * random.normal());
    const { places, accepted, inflations } = run(0.999, [good, new Array<number>(80).fill(20)], [0.1, 0.1]);
    expect(accepted[1].every((x) => x === 0)).toBe(true);
    expect(inflations).toBe(16);
    expect(Math.max(...places.map(Math.abs))).toBeLessThan(0.5);
  });

  it('doubts after as many refusals as its patience says, and with a patience of 0 never', () => {
    const readings = [new Array<number>(60).fill(100)];
    const firstDoubt = ({ factors }: ReturnType<typeof run>): number =>
      factors.findIndex((factor, k) => k > 0 && factor > 1.5 * factors[k - 1]);
    expect([1, 5, 9].map((patience) => firstDoubt(run(0.999, readings, [0.3], patience)))).toEqual([1, 4, 8]);
    const never = run(0.999, readings, [0.3], 0);
    expect([never.inflations, never.inARow]).toEqual([0, [60]]);
    expect(never.places.every((place) => place === 0)).toBe(true);
    // who is let in again counts anew
    const late = run(0.999, [[100, 100, 0, 100]], [0.3], 0);
    expect(late.inARow).toEqual([1]);
  });

  it.each([-1, 0.5, NaN])('refuses a patience of %s', (patience) => {
    const made = [
      () => extendedKalman(model(1), { patience }),
      () => unscentedKalman(model(1), { patience }),
      () => populationCode(model(1), { patience, extent: [1] }),
    ];
    for (const make of made) expect(make).toThrow(/patience/);
  });

  it('counts of each sensor by itself, and anew after a reading is let in', () => {
    const { inARow } = run(
      0.999,
      [
        [9, 9, 9, 0, 9],
        [0, 0, 0, 0, 0],
      ],
      [0.3, 0.3],
    );
    expect(inARow).toEqual([1, 0]);
    const filter = extendedKalman(model(0.3, 0.3), { gate: 0.999 });
    expect(at(filter.begin({ mean: tensor([0]), factor: tensor(one) }).refusals.inARow, 1).item()).toBe(0);
  });
});
