/** @file Levels: even along their scale, short to read, not taken by outliers; colours follow them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandPlaces, levelsOf, levelTexts, scaleWords } from '../../../src/figures/contour/levels.ts';

const heights = Float64Array.from({ length: 1000 }, (_, k) => 7 + 10 ** (-3 + (6 * k) / 999));

describe('levels', () => {
  it('are logarithmic in the height above the lowest value', () => {
    const { levels, scale } = levelsOf([7, ...heights], 'log', 7);
    expect(scale).toEqual({ kind: 'log', least: 7 });
    const steps = levels.slice(1).map((level, k) => Math.log((level - 7) / (levels[k] - 7)));
    expect(steps).toHaveLength(6);
    for (const step of steps) expect(step).toBeCloseTo(2.2, 0);
    expect(levels[0] - 7).toBeLessThan(2e-3);
  });

  it('are not taken by an outlier, nor by what is not finite', () => {
    const levels = (more: number[]): readonly number[] => levelsOf([...heights, ...more], 'linear').levels;
    expect(levels([1e30, NaN, Infinity, -Infinity]).at(-1)).toBeLessThan(1000);
    expect(levelsOf([...heights, 1e30, NaN], 'log').levels.at(-1)).toBeLessThan(1000);
  });

  it('are linear around 0 where values have both signs', () => {
    const { levels } = levelsOf(
      Float64Array.from({ length: 401 }, (_, k) => (k - 200) ** 3),
      'asinh',
      9,
    );
    expect([levels[0], levels[4], levels[8]].map(Math.sign)).toEqual([-1, 0, 1]);
    expect(levels[0]).toBe(-levels[8]);
  });

  it('are round numbers where they are even', () => {
    expect(levelsOf([0, 1.01], 'linear', 6).levels).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('are one or none where there is one value or none', () => {
    expect(levelsOf([3, 3, NaN], 'linear').levels).toEqual([3]);
    expect(levelsOf([3, 3], 'log').levels).toEqual([]);
    expect(levelsOf([NaN], 'asinh').levels).toEqual([]);
    expect(bandPlaces(levelsOf([NaN], 'linear'))).toEqual([0]);
  });

  it('are told apart by their texts', () => {
    expect(levelTexts([12.3451, 12.3452, 12.346])).toEqual(['12.3451', '12.3452', '12.346']);
    expect(levelTexts([1, 2000, 3e6])).toEqual(['1', '2000', '3e6']);
  });

  it('ascend, and give each band a colour above the last, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 60 }),
        fc.constantFrom('linear', 'log', 'asinh'),
        (z, kind) => {
          const found = levelsOf(z, kind as 'linear');
          const places = bandPlaces(found);
          expect(found.levels.every((level, k) => k === 0 || level > found.levels[k - 1])).toBe(true);
          expect(places).toHaveLength(found.levels.length + 1);
          expect(places.every((place, k) => k === 0 || place > places[k - 1])).toBe(true);
          expect([places[0], places.length > 1 ? places.at(-1) : 1]).toEqual([0, 1]);
        },
      ),
    );
  });

  it('say what they are', () => {
    expect(scaleWords(levelsOf(heights, 'log'), 'loss')).toBe('log levels of loss above 7');
    expect(scaleWords(levelsOf(heights, 'linear'), 'loss')).toBe('even levels');
  });
});
