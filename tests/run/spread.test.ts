import { expect, it } from 'vitest';
import { quantilesOf } from '../../src/run/spread.ts';

it('quantiles leave out what is not finite, in any order', () => {
  const values = Float64Array.from([NaN, ...Array.from({ length: 11 }, (_, i) => 10 - i), Infinity]);
  expect(quantilesOf(values)).toEqual({ lowest: 0, low: 1, median: 5, high: 9, highest: 10 });
  expect(quantilesOf(Float64Array.of(NaN)).median).toBeNaN();
});
