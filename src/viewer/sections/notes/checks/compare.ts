/** @file What math notes compare with: relative errors against tolerances. Tests fail by it, the page shows the residuals. */
import { PopulationTensor } from '../../../../core/population-tensor.ts';
import { RandomNumbers } from './random-numbers.ts';

export type Comparable = number | readonly number[] | Float64Array | PopulationTensor;

const numbersOf = (value: Comparable): number[] =>
  typeof value === 'number' ? [value] : value instanceof PopulationTensor ? Array.from(value.data) : Array.from(value);

const listed = (numbers: readonly number[]): string =>
  numbers
    .slice(0, 12)
    .map((value) => (Object.is(value, -0) ? '-0' : value))
    .join(', ');

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

/** An error that was found, and the one that is allowed: 0 where every bit has to be the same. */
export interface Residual {
  readonly error: number;
  readonly tolerance: number;
}

/** How close an error came to what is allowed: 1 at the tolerance. */
export const shareOf = ({ error, tolerance }: Residual): number => (error === 0 ? 0 : error / tolerance);

export interface Comparing {
  /** Random numbers for whoever asks for no seed of their own; errors name it. */
  readonly seed: number;
  /** Hears every comparison, those that fail included. */
  readonly onResidual: (residual: Residual) => void;
}

/** What checks import as `#check`. */
export interface Comparisons {
  /** Fails where entries differ by more than `tolerance`, relative to the larger of them (or to `floor`, default 1, where both are smaller). */
  expectClose(actual: Comparable, expected: Comparable, tolerance: number, floor?: number): void;
  /** Fails unless every bit is the same. */
  expectEqual(actual: Comparable, expected: Comparable): void;
  /** `count` numbers spread over [low, high], the same for the same seed. */
  uniform(low: number, high: number, count: number, seed?: number): number[];
  /** `count` numbers of the standard normal distribution. */
  normal(count: number, seed?: number): number[];
}

export function comparisons({ seed: usual, onResidual }: Comparing): Comparisons {
  const found = (actual: Comparable, expected: Comparable): string =>
    `found ${listed(numbersOf(actual))}; expected ${listed(numbersOf(expected))} (TEST_SEED=${usual})`;
  return {
    expectClose(actual, expected, tolerance, floor = 1) {
      const error = relativeError(actual, expected, floor);
      onResidual({ error, tolerance });
      if (error <= tolerance) return;
      throw new Error(`relative error ${error.toExponential(3)} > ${tolerance}; ${found(actual, expected)}`);
    },
    expectEqual(actual, expected) {
      const [a, b] = [numbersOf(actual), numbersOf(expected)];
      const isEqual = a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
      onResidual({ error: isEqual ? 0 : Infinity, tolerance: 0 });
      if (!isEqual) throw new Error(found(actual, expected));
    },
    uniform: (low, high, count, seed = usual) => new RandomNumbers(seed).list(count, low, high),
    normal(count, seed = usual) {
      const random = new RandomNumbers(seed);
      return Array.from({ length: count }, () => random.normal());
    },
  };
}
