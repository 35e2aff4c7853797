/** @file Weights of particles, kept as logarithms so that none is lost: their sum, their shares, and how many particles they are worth. */
import { abs, div, sub } from '../../core/ops/arithmetic.ts';
import { less } from '../../core/ops/comparison.ts';
import { add, choose, mul } from '../../core/ops/elementwise.ts';
import { exp, log } from '../../core/ops/exponential.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Ensemble } from './ensemble.ts';

/** log of the sum of the weights, [], from their logarithms: shifted by the largest, so that nothing overflows and the largest stays. */
export function logTotal({ largest, total }: Ensemble, logWeights: PopulationTensor): PopulationTensor {
  const most = stopGradient(largest(logWeights));
  const shift = choose(less(abs(most), Infinity), most, 0);
  return add(log(total(exp(sub(logWeights, shift)))), shift);
}

/** Logarithms of the weights' shares of their sum, a number a particle. */
export const logShares = (ensemble: Ensemble, logWeights: PopulationTensor): PopulationTensor =>
  sub(logWeights, logTotal(ensemble, logWeights));

/** How many equal particles are worth as much as particles of these shares, []: 1 / sum w^2, from 1 to all (Kong, Liu and Wong 1994). */
export const effectiveSize = ({ total }: Ensemble, shares: PopulationTensor): PopulationTensor =>
  div(1, total(mul(shares, shares)));
