import { describe, expect, it } from 'vitest';
import { bandOf, levelScales, levelsOf } from '../../../src/learning/surface/levels.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const random = new Random();
const losses = Float64Array.from({ length: 2000 }, () => 3 + 10 ** random.list(1, -3, 2)[0]);
const signed = losses.map((loss, i) => (i % 2 === 0 ? loss : -loss));
const isAscending = (values: Float64Array): boolean => values.every((value, k) => k === 0 || value > values[k - 1]);
const highest = (values: Float64Array): number => values[values.length - 1];

describe('levels', () => {
  it.each(levelScales)(
    'of the %s scale are one ascending list, evenly spaced on it, from the least loss to the 98th percentile',
    (scale) => {
      const { values, labels, floor, width, beyond } = levelsOf(signed, { scale, bands: 9 });
      expect(values).toHaveLength(10);
      expect(isAscending(values)).toBe(true);
      const sorted = signed.slice().sort();
      expect([values[0], values[9]]).toEqual([sorted[0], sorted[1959]]);
      expect(beyond).toBe(40);
      const on = {
        linear: (x: number) => x,
        logarithmic: (x: number) => Math.log(x - sorted[0] + floor!),
        asinh: (x: number) => Math.asinh(x / width!),
      }[scale];
      const step = (on(values[9]) - on(values[0])) / 9;
      for (let k = 0; k < 9; k++) expectClose(on(values[k + 1]) - on(values[k]), step, 1e-9);
      expect(new Set(labels).size).toBe(10);
      labels.forEach((label, k) =>
        expect(Math.abs(Number(label) - values[k])).toBeLessThanOrEqual(0.01 * Math.abs(values[k])),
      );
    },
  );

  it('of a logarithm are there where losses reach 0, and where they are negative', () => {
    for (const shift of [0, -3, -1000]) {
      const moved = losses.map((loss) => loss - 3 + shift);
      moved[0] = shift;
      const { values, floor, least } = levelsOf(moved, { scale: 'logarithmic' });
      expect([...values].every(Number.isFinite)).toBe(true);
      expect(isAscending(values)).toBe(true);
      expect(least).toBe(shift);
      expectClose(floor!, 1e-4 * (highest(values) - shift), 1e-12);
    }
    expect(levelsOf(losses, { scale: 'logarithmic', floor: 0.5 }).floor).toBe(0.5);
  });

  it('are the ends of the very bands that colours are taken from', () => {
    for (const scale of levelScales) {
      const levels = levelsOf(signed, { scale, bands: 7 });
      levels.values.forEach((value, k) => {
        if (k < 7) expect(bandOf(levels, value)).toBe(k);
        if (k > 0) expect(bandOf(levels, value - 1e-9 * Math.abs(value))).toBe(k - 1);
      });
      expect([bandOf(levels, highest(levels.values)), bandOf(levels, 1e30), bandOf(levels, NaN)]).toEqual([6, 7, -1]);
    }
  });

  it('are not spoilt by NaN, infinity and 1e30 in one grid: those are counted', () => {
    for (const scale of levelScales) {
      const spoilt = losses.slice();
      [spoilt[5], spoilt[6], spoilt[7], spoilt[8]] = [NaN, Infinity, 1e30, -Infinity];
      const levels = levelsOf(spoilt, { scale });
      expect(highest(levels.values)).toBeLessThan(120);
      expect([levels.most, levels.nonFinite]).toEqual([1e30, 3]);
      expect(levels.beyond).toBeGreaterThanOrEqual(1);
      const bands = new Set(Array.from(spoilt, (loss) => bandOf(levels, loss)));
      expect(bands.size).toBeGreaterThan(10);
      for (const loss of [NaN, Infinity, -Infinity]) expect(bandOf(levels, loss)).toBe(-1);
      expect(bandOf(levels, 1e30)).toBe(12);
    }
  });

  it('say nothing more than there is: one level where all losses are the same, those of a few where nearly all are', () => {
    const same = levelsOf(new Float64Array(100).fill(4));
    expect([[...same.values], same.labels, same.beyond, bandOf(same, 4)]).toEqual([[4], ['4'], 0, 0]);
    const nearly = new Float64Array(100).fill(4);
    nearly[3] = 9;
    expect(highest(levelsOf(nearly, { scale: 'linear' }).values)).toBe(9);
    expect(() => levelsOf(Float64Array.of(NaN, Infinity))).toThrow(/no finite number/);
    expect(() => levelsOf(losses, { floor: 0 })).toThrow(/floor/);
  });

  it('are told apart by their labels where they are close', () => {
    const close = Float64Array.from({ length: 100 }, (_, k) => 1000 + k * 1e-6);
    const { labels, values } = levelsOf(close, { scale: 'linear', bands: 5 });
    expect(new Set(labels).size).toBe(6);
    expect(Math.abs(Number(labels[3]) - values[3])).toBeLessThan(2e-5);
  });
});
