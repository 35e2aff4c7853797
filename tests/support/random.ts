/** @file Seeded random numbers for tests. */
import { RandomNumbers } from '../../src/viewer/sections/notes/checks/random-numbers.ts';

export const testSeed = Number(process.env.TEST_SEED ?? 20261124);
/** Multiplies the number of random cases. */
export const testCases = (count: number): number =>
  Math.max(1, Math.round(count * Number(process.env.TEST_CASES ?? 1)));

export class Random extends RandomNumbers {
  constructor(seed = testSeed) {
    super(seed);
  }
}
