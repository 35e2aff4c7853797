/** @file From one generation of particles to the next: who lives on, with which weight, and by which derivative. */
import { log } from '../../core/ops/exponential.ts';
import { exp } from '../../core/ops/exponential.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Ensemble } from './ensemble.ts';
import { ancestors, type Resampling } from './resampling.ts';

/** Which derivative is meant where ancestors are drawn. */
export const gradients = ['frozen-ancestors', 'stop-gradient-score'] as const;
/** A derivative by its name. */
export type ParticleGradient = (typeof gradients)[number];

export interface GenerationOptions {
  readonly resampling: Resampling;
  /** Part of the weights in the probability of a draw, the rest is the same for all; 1: drawn by weight. */
  readonly soft: number;
  readonly gradient: ParticleGradient;
}

/** Of each particle: who its ancestor is, and the logarithm of its weight. */
export interface Generation {
  readonly ancestor: PopulationTensor;
  readonly logWeights: PopulationTensor;
}

/**
 * Ancestors are drawn with probabilities q = soft w + (1 - soft) / N, and the descendant of a has the weight w_a / (N q_a), so that
 * every sum keeps its expectation. In value that is 1 / N where soft is 1. Frozen ancestors: its derivative is that of w_a / q_a,
 * as if who was drawn did not depend on w. Stop-gradient score: that of w_a / (N q_a) with q_a constant, whose expectation over the
 * draws is the derivative of the expectation (Scibior and Wood 2021).
 */
export function nextGeneration(
  ensemble: Ensemble,
  logShares: PopulationTensor,
  uniform: PopulationTensor,
  { resampling, soft, gradient }: GenerationOptions,
): Generation {
  const { count, places, take } = ensemble;
  const logChances = soft === 1 ? logShares : log(add(mul(soft, exp(logShares)), (1 - soft) / count));
  const ancestor = ancestors(ensemble, exp(logChances), uniform, resampling);
  const equalShare = sub(mul(0, places), log(count));
  if (soft === 1 && gradient === 'frozen-ancestors') return { ancestor, logWeights: equalShare };
  const known = gradient === 'frozen-ancestors' ? logChances : stopGradient(logChances);
  return { ancestor, logWeights: add(equalShare, take(sub(logShares, known), ancestor)) };
}
