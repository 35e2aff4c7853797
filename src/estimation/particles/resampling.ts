/** @file Resampling: which particles live on, drawn so that each has in expectation as many descendants as its share says. */
import { div, sub } from '../../core/ops/arithmetic.ts';
import { floor, greaterEqual, less, lessEqual, maximum, minimum } from '../../core/ops/comparison.ts';
import { add, equal, mul, where } from '../../core/ops/elementwise.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import type { Ensemble } from './ensemble.ts';

/** How ancestors are drawn, from one uniform number for all (systematic) or one a particle. */
export const resamplings = ['systematic', 'stratified', 'multinomial', 'residual'] as const;
/** A scheme by which ancestors are drawn. */
export type Resampling = (typeof resamplings)[number];

/** What a level beyond rounds to: the largest number below 1. */
const belowOne = 1 - 2 ** -53;

/** Sums x_0 + … + x_i of a number a particle, by doubling (Hillis and Steele 1986). */
export function runningSums({ count, places, take }: Ensemble, x: PopulationTensor): PopulationTensor {
  let sums = x;
  for (let shift = 1; shift < count; shift *= 2) {
    const before = take(sums, maximum(sub(places, shift), 0));
    sums = add(sums, where(greaterEqual(places, shift), before, 0));
  }
  return sums;
}

/** How many of the sums, which do not fall, are at most the level that each particle asks for: bisection, at most `count - 1`. */
function countUpTo({ count, take }: Ensemble, sums: PopulationTensor, level: PopulationTensor): PopulationTensor {
  let found = mul(0, level);
  let stride = 1;
  while (stride < count) stride *= 2;
  for (; stride >= 1; stride /= 2) {
    const probe = add(found, stride - 1);
    const isBelow = lessEqual(take(sums, minimum(probe, count - 1)), level);
    found = add(found, mul(stride, mul(less(probe, count), isBelow)));
  }
  return minimum(found, count - 1);
}

/** Running sums over the last of them: that is 1 then, and no level below 1 lies beyond, or at a particle of share 0. */
function distribution(ensemble: Ensemble, shares: PopulationTensor): PopulationTensor {
  const sums = runningSums(ensemble, shares);
  const whole = ensemble.take(sums, tensor(ensemble.count - 1));
  return div(sums, add(whole, equal(whole, 0)));
}

/** Descendants that each particle is sure of, floor(N w), and the rest drawn by what is left of its share, N w - floor(N w). */
function residualAncestors(ensemble: Ensemble, shares: PopulationTensor, uniform: PopulationTensor): PopulationTensor {
  const { count, places, total } = ensemble;
  const due = mul(count, shares);
  const sure = floor(due);
  const certain = total(sure);
  const rest = sub(due, sure);
  const drawn = countUpTo(ensemble, distribution(ensemble, rest), uniform);
  const known = countUpTo(ensemble, runningSums(ensemble, sure), places);
  return where(less(places, certain), known, drawn);
}

/**
 * The ancestor of each particle of the next generation: its place, for shares of sum 1 and numbers `uniform` in [0, 1), one a particle
 * (systematic: one for all). Systematic and stratified draws cut [0, 1) into equal parts and take a level in each; multinomial
 * ones are independent; residual ones let floor(N w) descendants be sure. No derivative flows: ancestors are whole numbers.
 */
export function ancestors(
  ensemble: Ensemble,
  shares: PopulationTensor,
  uniform: PopulationTensor,
  resampling: Resampling,
): PopulationTensor {
  const known = stopGradient(shares);
  if (resampling === 'residual') return residualAncestors(ensemble, known, uniform);
  const { count, places } = ensemble;
  const level = resampling === 'multinomial' ? uniform : minimum(div(add(places, uniform), count), belowOne);
  return countUpTo(ensemble, distribution(ensemble, known), level);
}
