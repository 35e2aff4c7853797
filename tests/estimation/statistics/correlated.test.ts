/** @file Ticks that are alike: what their share outside of bounds may be, and innovations that should not be. */
import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/core/random.ts';
import { PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { chiSquareCumulative } from '../../../src/estimation/statistics/chi-square.ts';
import {
  correlatedSquareTest,
  judged,
  memoryTest,
  shareTest,
  whitenessTest,
  worthOf,
} from '../../../src/estimation/statistics/consistency-tests.ts';
import { autocorrelation, exceedanceCorrelation } from '../../../src/estimation/statistics/effective-number.ts';
import { meanSquares } from '../../../src/estimation/statistics/mean-squares.ts';
import { laggedCorrelations, meanScores, whitened } from '../../../src/estimation/statistics/whiteness.ts';
import { expectClose } from '../../support/check.ts';

/** Rows [T] of standard normal numbers that remember `memory` of the last tick. */
function remembering(memory: number, { ticks, runs, seed }: { ticks: number; runs: number; seed: number }) {
  const data = new Float64Array(ticks * runs);
  for (let m = 0; m < runs; m++) {
    let x = 0;
    normal({ seed, member: m }, ticks).forEach((fresh, t) => {
      x = t === 0 ? fresh : memory * x + Math.sqrt(1 - memory ** 2) * fresh;
      data[t * runs + m] = x;
    });
  }
  return new PopulationTensor({ shape: [ticks], population: runs }, data);
}

const squared = ({ shape, population, data }: PopulationTensor): PopulationTensor =>
  new PopulationTensor(
    { shape, population },
    data.map((x) => x * x),
  );

describe('ticks that remember', () => {
  it('have the autocorrelation that they were made with, and their squares its square', () => {
    const rows = remembering(0.8, { ticks: 200, runs: 100, seed: 3 });
    const [own, squares] = [autocorrelation(rows, 4), autocorrelation(squared(rows), 4)];
    for (let lag = 0; lag <= 4; lag++) {
      expect(Math.abs(own[lag] - 0.8 ** lag)).toBeLessThan(0.03);
      expect(Math.abs(squares[lag] - 0.64 ** lag)).toBeLessThan(0.05);
    }
  });

  it('are outside together as often as the integral over both says', () => {
    const upper = (z: number): number =>
      (z < 0 ? 1 + chiSquareCumulative(z * z, 1) : 1 - chiSquareCumulative(z * z, 1)) / 2;
    const bound = 1.959963984540054;
    for (const correlation of [0, 0.3, 0.8, 0.95]) {
      // P(|y| > b | x) over x > b, twice as both signs are alike
      const rest = Math.sqrt(1 - correlation ** 2);
      const [steps, width] = [2000, 8];
      let both = 0;
      for (let i = 0; i < steps; i++) {
        const x = bound + ((i + 0.5) * width) / steps;
        const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
        const outside = upper((bound - correlation * x) / rest) + upper((bound + correlation * x) / rest);
        both += (2 * density * outside * width) / steps;
      }
      expect(Math.abs(exceedanceCorrelation(correlation, bound) - (both - 0.05 ** 2) / (0.05 * 0.95))).toBeLessThan(
        2e-4,
      );
    }
  });

  it('raise as few false alarms as stated, where a binomial interval of all ticks raises many (a perfect filter, 200 seeds)', () => {
    let [alarms, ofMeans, naive] = [0, 0, 0];
    const seeds = 200;
    for (let seed = 0; seed < seeds; seed++) {
      const squares = squared(remembering(0.97, { ticks: 60, runs: 20, seed }));
      const lane = meanSquares(squares, 1);
      const tests = judged(
        [
          shareTest('share', lane, 0.95, worthOf(squares, 0.95)),
          correlatedSquareTest('NEES', squares, 1),
          shareTest('naive', lane, 0.95),
        ],
        0.95,
      );
      const [share, mean, asIfWhite] = tests.map(({ verdict }) => (verdict === 'within' ? 0 : 1));
      alarms += share;
      ofMeans += mean;
      naive += asIfWhite;
    }
    // three deviations of a count above 5 %: 10 + 3 sqrt(200 0.05 0.95)
    expect(alarms).toBeLessThanOrEqual(19);
    expect(ofMeans).toBeLessThanOrEqual(19);
    expect(naive).toBeGreaterThan(30);
  });
});

describe('innovations', () => {
  it('are whitened by their own factor, and channels that told nothing stay 0', () => {
    const residual = tensor([
      [2, 7],
      [3, 0],
    ]);
    const factor = tensor([
      [
        [2, 0],
        [1, 3],
      ],
      [
        [1.5, 0],
        [0, 1],
      ],
    ]);
    expect(whitened({ residual, factor }).toArray()).toEqual([1, 2, 2, 0]);
  });

  it('that remember are not white; that do not are, whatever their scale', () => {
    const rows = (memory: number): PopulationTensor => {
      const { data } = remembering(memory, { ticks: 100, runs: 50, seed: 9 });
      return new PopulationTensor(
        { shape: [100, 1], population: 50 },
        data.map((x) => 7 * x),
      );
    };
    const verdicts = (memory: number): string[] =>
      judged([memoryTest('sum', rows(memory), 10), whitenessTest('share', rows(memory), 10, 0.95)], 0.95).map(
        ({ verdict }) => verdict,
      );
    expect(verdicts(0)).toEqual(['within', 'within']);
    expect(verdicts(0.5)).toEqual(['above', 'above']);
    // one lag of ten: the sum sees it, the share does not
    expect(verdicts(0.1)).toEqual(['above', 'within']);
    const [first] = laggedCorrelations(rows(0.2), 1);
    expect(Math.abs(first.correlation - 0.2)).toBeLessThan(0.05);
    expectClose(first.score / (first.correlation * Math.sqrt(99 * 50)), 1, 0.1);
  });

  it('off to one side have a mean, as many deviations from 0 as the root of their number', () => {
    const { data } = remembering(0, { ticks: 100, runs: 50, seed: 5 });
    const off = new PopulationTensor(
      { shape: [100, 1], population: 50 },
      data.map((x) => x + 0.2),
    );
    expect(meanScores(off)[0] / (0.2 * Math.sqrt(5000))).toBeCloseTo(1, 0);
  });
});
