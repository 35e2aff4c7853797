import { describe, expect, it } from 'vitest';
import { chiSquareCumulative, chiSquareQuantile } from '../../../src/estimation/statistics/chi-square.ts';

/** Degrees, probability, quantile: by arithmetic of 40 digits (mpmath). */
const quantiles = [
  [1, 1e-12, 1.5707963267948966e-24],
  [1, 0.95, 3.8414588206941245],
  [2, 0.999, 13.815510557964272],
  [3, 0.999, 16.26623619623813],
  [5, 0.025, 0.8312116134866624],
  [7, 0.5, 6.3458111955215175],
  [14, 1e-9, 0.3580476259291321],
  [19, 0.975, 32.8523268617297],
  [20, 0.975, 34.16960690283834],
  [21, 0.999999, 67.146508732394],
  [500, 0.025, 439.9359912618746],
  [500, 0.975, 563.8515293442852],
  [7000, 0.025, 6769.994013910829],
  [7000, 0.975, 7233.794520014082],
  [1_000_000, 0.999, 1004375.9487461417],
] as const;

/** Number, degrees, probability. */
const probabilities = [
  [0.1, 1, 0.2481703659541507],
  [3, 4, 0.4421745996289254],
  [30, 4, 0.999995105562872],
  [0.01, 9, 8.408755369388911e-13],
  [200, 150, 0.9960268140291784],
  [5, 40, 3.480448752116278e-12],
  [7200, 7000, 0.9535305368273509],
] as const;

describe('the chi-square distribution', () => {
  it.each(quantiles)('of %f degrees has the quantile of %f', (degrees, probability, expected) => {
    expect(Math.abs(chiSquareQuantile(probability, degrees) / expected - 1)).toBeLessThan(1e-13);
  });

  it.each(probabilities)('gives what is at most %f of %i degrees its probability', (x, degrees, expected) => {
    expect(Math.abs(chiSquareCumulative(x, degrees) / expected - 1)).toBeLessThan(1e-13);
  });

  it('of two degrees is exponential, and of four its sum', () => {
    for (const x of [1e-6, 0.3, 2, 17, 60]) {
      expect(chiSquareCumulative(x, 2) / -Math.expm1(-x / 2)).toBeCloseTo(1, 13);
      expect(1 - chiSquareCumulative(x, 4)).toBeCloseTo(Math.exp(-x / 2) * (1 + x / 2), 14);
    }
  });

  it('is inverted by its quantile, for each number of degrees', () => {
    for (let degrees = 1; degrees < 60; degrees++)
      for (const probability of [1e-6, 0.1, 0.5, 0.9, 0.9999])
        expect(chiSquareCumulative(chiSquareQuantile(probability, degrees), degrees) / probability).toBeCloseTo(1, 12);
  });

  it('has its ends, and refuses what is no probability and no number of degrees', () => {
    expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Infinity]);
    expect([chiSquareCumulative(-1, 3), chiSquareCumulative(0, 3), chiSquareCumulative(Infinity, 3)]).toEqual([
      0, 0, 1,
    ]);
    expect(() => chiSquareQuantile(1.5, 3)).toThrow(/probability.*found 1.5; expected a number from 0 to 1/);
    expect(() => chiSquareQuantile(NaN, 3)).toThrow(/probability/);
    expect(() => chiSquareQuantile(0.5, 0)).toThrow(/degrees/);
    expect(() => chiSquareCumulative(1, 2.5)).toThrow(/degrees/);
    expect(() => chiSquareCumulative(NaN, 2)).toThrow(/x/);
  });
});
