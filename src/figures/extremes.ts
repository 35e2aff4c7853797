/** @file Fewer points that look like all of them: of every bin the smallest, the largest and a gap are kept, so that no spike vanishes. */
import { gapOf, type Scale } from './gaps.ts';

/**
 * Indices of [from, to) that stand for all of them, ascending: the smallest value, the largest, and one gap where there is any
 * (one that is not finite before one that the scale cannot show). At most three; none of an empty range.
 */
export function extremesOf(values: ArrayLike<number>, from: number, to: number, scale: Scale): number[] {
  let [least, most, gap] = [-1, -1, -1];
  for (let i = from; i < to; i++) {
    const kind = gapOf(values[i], scale);
    if (kind) {
      if (gap < 0 || (kind === 'not finite' && gapOf(values[gap], scale) !== 'not finite')) gap = i;
      continue;
    }
    if (least < 0 || values[i] < values[least]) least = i;
    if (most < 0 || values[i] > values[most]) most = i;
  }
  return ascending([least, most, gap].filter((index) => index >= 0));
}

const ascending = (indices: readonly number[]): number[] => [...new Set(indices)].sort((a, b) => a - b);

export interface Points {
  readonly x: readonly number[];
  /** NaN where the line has a gap. */
  readonly y: readonly number[];
}

/**
 * A line as `bins` columns of pixels between `low` and `high` show it: of each column the first, the last and the extreme points.
 * Points outside are left out; a gap becomes NaN. A line of few points stays as it is.
 */
export function thinned(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  scale: Scale,
  { low, high, bins }: { readonly low: number; readonly high: number; readonly bins: number },
): Points {
  const kept: { x: number[]; y: number[] } = { x: [], y: [] };
  const keep = (index: number): void => {
    kept.x.push(x[index]);
    kept.y.push(gapOf(y[index], scale) ? NaN : y[index]);
  };
  const binOf = (index: number): number => Math.floor(((x[index] - low) / (high - low || 1)) * bins);
  let start = 0;
  while (start < x.length && x[start] < low) start++;
  for (let end = start; start < x.length && x[start] <= high; start = end) {
    const bin = binOf(start);
    while (end < x.length && x[end] <= high && binOf(end) === bin) end++;
    for (const index of ascending([start, ...extremesOf(y, start, end, scale), end - 1])) keep(index);
  }
  return kept;
}

/** Index of the entry of an ascending list that is nearest to a value; -1 of an empty list. */
export function nearestIndex(ascendingValues: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascendingValues.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascendingValues[middle] < value) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && value - ascendingValues[low - 1] <= ascendingValues[low] - value) return low - 1;
  return high < 0 ? -1 : low;
}

/** Index of the point of a line at x, the nearest one between its ends; -1 where x lies before its start or after its end. */
export function indexOnLine(xs: ArrayLike<number>, x: number): number {
  const index = nearestIndex(xs, x);
  const isEnd = index === 0 || index === xs.length - 1;
  return index >= 0 && isEnd && Math.abs(xs[index] - x) > 0.5 ? -1 : index;
}
