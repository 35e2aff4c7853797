/** @file What math notes and tests compare with: relative tolerances that can be switched off to see the true residuals. */
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { Random, testSeed } from './random.ts';

type Comparable = number | readonly number[] | Float64Array | PopulationTensor;

const numbersOf = (value: Comparable): number[] =>
  typeof value === 'number' ? [value] : value instanceof PopulationTensor ? Array.from(value.data) : Array.from(value);

const showsResiduals = process.env.TOL_SCALE === '0';

/** Largest |a - b| / max(|a|, |b|, floor) over the entries. */
export function relativeError(actual: Comparable, expected: Comparable, floor = Number.MIN_VALUE): number {
  const [a, b] = [numbersOf(actual), numbersOf(expected)];
  if (a.length !== b.length) throw new Error(`${a.length} numbers against ${b.length}`);
  return a.reduce((worst, value, i) => {
    if (Object.is(value, b[i]) || value === b[i]) return worst;
    const error = Math.abs(value - b[i]) / Math.max(Math.abs(value), Math.abs(b[i]), floor);
    return Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }, 0);
}

/** Fails where entries differ by more than `tolerance`, relative to the larger of them (or to `floor`, where both are smaller). */
export function expectClose(actual: Comparable, expected: Comparable, tolerance: number, floor = 1): void {
  const error = relativeError(actual, expected, floor);
  if (showsResiduals) console.log(`residual ${error.toExponential(2)} (tolerance ${tolerance.toExponential(1)})`);
  if (error <= tolerance) return;
  const list = (value: Comparable): string => numbersOf(value).slice(0, 12).join(', ');
  throw new Error(
    `relative error ${error.toExponential(3)} > ${tolerance}; found ${list(actual)}; expected ${list(expected)} (TEST_SEED=${testSeed})`,
  );
}

/** Fails unless every bit is the same. */
export function expectEqual(actual: Comparable, expected: Comparable): void {
  const [a, b] = [numbersOf(actual), numbersOf(expected)];
  const differs = a.length !== b.length || a.some((value, i) => !Object.is(value, b[i]));
  const list = (numbers: number[]): string =>
    numbers
      .slice(0, 12)
      .map((value) => (Object.is(value, -0) ? '-0' : value))
      .join(', ');
  if (differs) throw new Error(`found ${list(a)}; expected ${list(b)} (TEST_SEED=${testSeed})`);
}

/** `count` numbers spread over [low, high], the same for the same seed. */
export const uniform = (low: number, high: number, count: number, seed = testSeed): number[] =>
  new Random(seed).list(count, low, high);

/** `count` numbers of the standard normal distribution. */
export function normal(count: number, seed = testSeed): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.normal());
}
