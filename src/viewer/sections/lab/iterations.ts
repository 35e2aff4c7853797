/** @file Iterations of the methods: how many there are, and the one that another step marks. */
import type { Drawing } from '../../../lab/figures/lab-figure.ts';

/** Of the chart of all losses; 0 before there is one. */
export function lastIteration(losses: Drawing | null): number {
  const data = losses?.data;
  return data && 'curves' in data ? data.curves.reduce((most, { x }) => Math.max(most, x.length - 1), 0) : 0;
}

/** Where none is marked, steps begin at either end. */
export function iterationAfter(marked: number | null, by: number, last: number): number {
  const at = (marked ?? (by > 0 ? -1 : last + 1)) + by;
  return Math.min(Math.max(at, 0), last);
}
