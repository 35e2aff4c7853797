/** @file Whether normalized squares of one rollout are as large as a filter believes: against the bounds of their chi-square distribution. */
import { chiSquareQuantile } from '../../estimation/statistics/chi-square.ts';
import type { SensorRecord } from '../records.ts';

/** Two sides of a chi-square distribution with so many degrees of freedom. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Within which a share of the squares lies, the rest on both sides alike. */
export const boundsOf = (degrees: number, share = 0.95): Bounds => ({
  low: chiSquareQuantile((1 - share) / 2, degrees),
  high: chiSquareQuantile((1 + share) / 2, degrees),
});

/** The share that is asked for where a filter is called inconsistent: one rollout of four in a thousand is, though nothing is wrong. */
const surely = 0.999;

/** What the squares of a rollout come to. */
export interface Consistency {
  /** Mean of the squares by their degrees of freedom: 1 where the filter believes the truth. */
  readonly ratio: number;
  /** How many squares there are, and how many of them lie outside of their own 95 % bounds. */
  readonly count: number;
  readonly outside: number;
  /** Whether the mean is outside of bounds that a consistent filter passes once in a thousand rollouts. */
  readonly isInconsistent: boolean;
}

/** Innovations of a sensor, which are independent of each other: their sum has the sum of their degrees of freedom. Null before any. */
export function consistencyOf({ square, told }: Pick<SensorRecord, 'square' | 'told'>): Consistency | null {
  let [sum, degrees, count, outside] = [0, 0, 0, 0];
  const known = new Map<number, Bounds>();
  for (let k = 0; k < square.length; k++) {
    if (told[k] === 0 || !Number.isFinite(square[k])) continue;
    const bounds = known.get(told[k]) ?? boundsOf(told[k]);
    known.set(told[k], bounds);
    sum += square[k];
    degrees += told[k];
    count++;
    if (square[k] < bounds.low || square[k] > bounds.high) outside++;
  }
  if (count === 0) return null;
  const { low, high } = boundsOf(degrees, surely);
  return { ratio: sum / degrees, count, outside, isInconsistent: sum < low || sum > high };
}

/** "1.8 × believed, too sure": how large squares are in words. */
export function ratioWords({ ratio, isInconsistent }: Consistency): string {
  const times = `${Number(ratio.toPrecision(2))} × believed`;
  if (!isInconsistent) return `${times}, in bounds`;
  return ratio > 1 ? `${times}, too sure` : `${times}, too unsure`;
}
