/** @file How norms gather the costs of entries. */
import { mean, sum } from '../../core/ops/reduction.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';

/** Sum or mean [] of entries [n]. */
export const total = (entries: PopulationTensor, isAveraged: boolean): PopulationTensor =>
  isAveraged ? mean(entries) : sum(entries);
