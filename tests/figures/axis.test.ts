/** @file Axes and the scale of signed numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionOf, linearAxis, logAxis, roomyAxis, tickText, tickTexts, valueAtLog } from '../../src/figures/axis.ts';
import { symlog, symlogScale } from '../../src/figures/symlog.ts';

describe('axes', () => {
  it('have ticks that people count in', () => {
    expect(linearAxis(0, 84, 5, 1).ticks).toEqual([0, 20, 40, 60, 80]);
    expect(linearAxis(0, 10, 40, 1).ticks).toHaveLength(11);
    expect(linearAxis(0, 0.3, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]);
    expect(logAxis(2e-5, 12, 6).ticks).toEqual([1e-4, 1e-2, 1]);
    expect(logAxis(1.1, 4, 6).ticks).toEqual([2, 4]);
    expect(roomyAxis(3, 3, 4).ticks.length).toBeGreaterThan(1);
  });

  it('tell ticks apart that lie close together', () => {
    expect(tickTexts([0, 0.25, 0.5])).toEqual(['0', '0.25', '0.5']);
    expect(tickTexts([1, 1.0002, 1.0004])).toEqual(['1', '1.0002', '1.0004']);
    expect(tickTexts([20000, 20001])).toEqual(['2e4', '2.0001e4']);
    expect(tickTexts([5, 5])).toEqual(['5', '5']);
  });

  it('have two ticks even where a coarser step has one or none', () => {
    expect(linearAxis(0.785, 4.8, 2).ticks).toEqual([2, 4]);
    expect(linearAxis(0.2, 1.4, 1, 1).ticks).toEqual([1]);
  });

  it('hold all values and at least two ticks, few enough for their length', () => {
    const positive = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 2, max: 9 }), (a, b, most) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        for (const axis of [logAxis(low, high, most), roomyAxis(low, high, most)]) {
          expect(axis.min).toBeLessThan(axis.max);
          expect(fractionOf(axis, low)).toBeGreaterThanOrEqual(-1e-9);
          expect(fractionOf(axis, high)).toBeLessThanOrEqual(1 + 1e-9);
          expect(axis.ticks.every((tick) => tick >= axis.min * (1 - 1e-9) && tick <= axis.max * (1 + 1e-9))).toBe(true);
          expect(axis.ticks.length).toBeGreaterThanOrEqual(1);
          expect(axis.ticks.length).toBeLessThanOrEqual(most + 4);
        }
      }),
      { endOnFailure: true },
    );
  });

  it.each([
    [1e-200, 1e200],
    [5e-324, 1],
    [1, 1.7e308],
    [5e-324, 1.7e308],
    [5e-324, 5e-324],
  ])('of logarithms span what no ratio of numbers does, %d to %d', (low, high) => {
    const axis = logAxis(low, high, 6);
    expect([axis.min > 0, axis.max < Infinity, axis.min < axis.max]).toEqual([true, true, true]);
    expect(fractionOf(axis, low)).toBeGreaterThanOrEqual(0);
    expect(fractionOf(axis, high)).toBeLessThanOrEqual(1);
    expect(axis.ticks.length).toBeLessThan(10);
    if (low > 1e-300)
      expect(Math.log10(valueAtLog(low, high, 0.5))).toBeCloseTo(Math.log10(low) / 2 + Math.log10(high) / 2, 9);
  });

  it('say numbers shortly', () => {
    expect([0, 1e-4, 2.8e-3, 0.05, -5e-4, 1000, 1e6].map((value) => tickText(value))).toEqual([
      '0',
      '1e-4',
      '2.8e-3',
      '0.05',
      '-5e-4',
      '1000',
      '1e6',
    ]);
  });
});

describe('the symmetric logarithmic scale', () => {
  it('is odd, ascending, linear near zero and 1 at the largest size', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(symlog(-a, 0.01, 5)).toBeCloseTo(-symlog(a, 0.01, 5), 12);
        if (a < b) expect(symlog(a, 0.01, 5)).toBeLessThanOrEqual(symlog(b, 0.01, 5));
      }),
    );
    expect([symlog(5, 0.01, 5), symlog(-5, 0.01, 5), symlog(0, 0.01, 5)]).toEqual([1, -1, 0]);
    expect(symlog(2e-5, 0.01, 5) / symlog(1e-5, 0.01, 5)).toBeCloseTo(2, 2);
  });

  it('takes its threshold from the values, and says their ends', () => {
    const values = [0, 1e-9, -2e-3, 5e-3, 1e-1, NaN, -Infinity];
    const scale = symlogScale(values);
    expect([scale.low, scale.high, scale.most]).toEqual([-2e-3, 0.1, 0.1]);
    expect(scale.threshold).toBe(2e-3);
    expect(scale.at(NaN)).toBeNaN();
    expect(symlogScale([1, 1, 1]).threshold).toBe(0.1);
    expect(symlogScale([1, 1e-8, 1e-8, 1e-8]).threshold).toBe(1e-3);
  });

  it('has a place for nothing but zeros', () => {
    const scale = symlogScale(new Float64Array(4));
    expect([scale.low, scale.high, scale.at(0), scale.at(1)]).toEqual([0, 0, 0, 1]);
  });
});
