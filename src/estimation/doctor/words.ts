/** @file Words that causes share: figures of tests, before and after. */
import { formatNumber } from '../../text/quantities.ts';
import type { Consistency } from '../statistics/consistency.ts';
import type { ConsistencyTest } from '../statistics/consistency-tests.ts';

/** The test of mean squares of a sensor's innovations. */
export const nisOf = ({ tests }: Consistency, sensor: string): ConsistencyTest | undefined =>
  tests.find(({ name }) => name === `NIS of ${sensor}`);

/** "NIS of camera 1.9 with bounds 0.99 to 1.01". */
export function nisWords(consistency: Consistency, sensor: string): string {
  const test = nisOf(consistency, sensor);
  if (!test) return `NIS of ${sensor} unknown`;
  const [low, high] = test.bounds;
  return `NIS of ${sensor} ${formatNumber(test.statistic)} with bounds ${formatNumber(low)} to ${formatNumber(high)}`;
}

/** The figure alone. */
export const nisFigure = (consistency: Consistency, sensor: string): string =>
  formatNumber(nisOf(consistency, sensor)?.statistic ?? NaN);

/** "too small by 1.9", "too large by 2". */
export const sizeWords = (factor: number): string =>
  factor > 1 ? `too small by ${formatNumber(factor)}` : `too large by ${formatNumber(1 / factor)}`;
