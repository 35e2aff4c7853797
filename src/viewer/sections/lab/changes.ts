/** @file What becomes of all that was changed of an experiment when something else is. */
import type { LabChanges } from './calls.ts';
import { without } from './without.ts';

/** A step size of all methods, and other methods, leave none with one of its own. */
export const changedBy = (before: LabChanges, changes: LabChanges): LabChanges => ({
  ...('methods' in changes || 'eta' in changes ? without(before, 'rates') : before),
  ...changes,
});

/** The method at a position takes a step size of its own. */
export const withRate = (before: LabChanges, method: number, rate: number): LabChanges => {
  const { rates = [] } = before;
  const longer = Array.from({ length: Math.max(rates.length, method + 1) }, (_, k) => rates[k] ?? null);
  return { ...before, rates: longer.with(method, rate) };
};
