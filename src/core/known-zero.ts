/** @file Numbers that are 0 whatever a program is run on: work on them need not be recorded. */
import type { PopulationTensor } from './population-tensor.ts';

/** Whether a tensor is known, and 0 for every member. */
export const isKnownZero = (x: PopulationTensor): boolean =>
  x.isConcrete && (x.sharedValue ?? x).data.every((value) => value === 0);
