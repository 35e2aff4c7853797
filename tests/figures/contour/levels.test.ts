/** @file Levels of figures: colours follow them along their scale, texts tell them apart, words say how they are spaced. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandPlaces, type LevelScale, levelTexts, scaleWords } from '../../../src/figures/contour/levels.ts';

const log: LevelScale = { kind: 'log', least: 7 };

describe('levels', () => {
  it('have bands whose colours are even along their scale', () => {
    const heights = [1e-3, 1e-2, 0.1, 1, 10];
    const places = bandPlaces({ levels: heights.map((height) => 7 + height), scale: log });
    expect(places).toHaveLength(6);
    places.forEach((place, k) => expect(place).toBeCloseTo(k / 5, 10));
    expect(bandPlaces({ levels: [1, 2, 3], scale: { kind: 'linear' } })).toEqual([0, 1 / 3, 2 / 3, 1]);
    expect(bandPlaces({ levels: [], scale: { kind: 'linear' } })).toEqual([0]);
  });

  it('are told apart by their texts', () => {
    expect(levelTexts([12.3451, 12.3452, 12.346])).toEqual(['12.3451', '12.3452', '12.346']);
    expect(levelTexts([1, 2000, 3e6])).toEqual(['1', '2000', '3e6']);
  });

  it('give each band a colour above the last, whatever their values', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom<LevelScale>({ kind: 'linear' }, { kind: 'log', least: -1e6 - 1 }, { kind: 'asinh', width: 3 }),
        (values, scale) => {
          const places = bandPlaces({ levels: values.toSorted((a, b) => a - b), scale });
          expect(places).toHaveLength(values.length + 1);
          expect(places.every((place, k) => k === 0 || place > places[k - 1])).toBe(true);
          expect([places[0], places.at(-1)]).toEqual([0, 1]);
        },
      ),
    );
  });

  it('say what they are', () => {
    expect(scaleWords({ levels: [8, 9], scale: log }, 'loss')).toBe('log levels of loss above 7');
    expect(scaleWords({ levels: [8, 9], scale: { kind: 'log', least: 0 } }, 'loss')).toBe('log levels of loss');
    expect(scaleWords({ levels: [8, 9], scale: { kind: 'linear' } }, 'loss')).toBe('even levels');
    expect(scaleWords({ levels: [8], scale: log }, 'loss')).toBe('one level');
  });
});
