/** @file The whole posterior of a stimulus on a grid, and what is read off it: mean and variance, of numbers and of angles. */
import { requireParts } from '../../core/arguments.ts';
import { abs, div, sqrt, square, sub } from '../../core/ops/arithmetic.ts';
import { add, equal, mul } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { logsumexp, sum } from '../../core/ops/reduction.ts';
import { atan2, cos, sin } from '../../core/ops/trigonometric.ts';
import { type PopulationTensor, tensor, type TensorLike, zeros } from '../../core/population-tensor.ts';
import { requireTensor } from '../../core/require-tensor.ts';
import { type Code, logRatesOf, overUnits, requireCode } from './code.ts';
import { logLikelihood } from './likelihood.ts';
import { beforeGrid } from './maximum-likelihood.ts';

/** A posterior on a grid. */
export interface GridPosterior {
  /** Where it is told, [G], or [G, d]. */
  readonly grid: PopulationTensor;
  /** Probability of each place, [..., G]; they sum to 1. */
  readonly probability: PopulationTensor;
  /** log p(counts), [...], less what no stimulus changes: the evidence of the code. */
  readonly logEvidence: PopulationTensor;
  /** 1 where there was no count: what is then told is the prior times e^-(sum of rates). */
  readonly silent: PopulationTensor;
}

/** Posterior of counts [..., N] (or [...] with N members) on an even grid, with the logarithm of a prior [G], any factor; even where absent. */
export function posteriorOnGrid(
  code: Code,
  counts: TensorLike,
  grid: PopulationTensor,
  logPrior: TensorLike = 0,
): GridPosterior {
  requireCode('code', code);
  requireTensor('grid', grid);
  return normalized(code, counts, grid, { evidence: logLikelihood(code, beforeGrid(code, counts), grid), logPrior });
}

function normalized(
  code: Code,
  counts: TensorLike,
  grid: PopulationTensor,
  { evidence, logPrior }: { readonly evidence: PopulationTensor; readonly logPrior: TensorLike },
): GridPosterior {
  const prior = add(logPrior, zeros([grid.shape[0]]));
  const joint = add(evidence, sub(prior, logsumexp(prior)));
  const logEvidence = logsumexp(joint, -1);
  return {
    grid,
    probability: exp(sub(joint, reshape(logEvidence, [...logEvidence.shape, 1]))),
    logEvidence,
    silent: equal(overUnits(code, abs(tensor(counts))), 0),
  };
}

/**
 * The same of activities [..., N] that need not be counts, fused or divided ones: prior times e^(h . r), h the log rates over the Fano factor. It takes the
 * sum of rates for even, as it is on a ring, or within the range of padded units.
 */
export function kernelPosterior(
  code: Code,
  activity: TensorLike,
  grid: PopulationTensor,
  logPrior: TensorLike = 0,
): GridPosterior {
  requireCode('code', code);
  requireTensor('grid', grid);
  const kernel = div(logRatesOf(code, grid), code.fano);
  return normalized(code, activity, grid, {
    evidence: overUnits(code, mul(beforeGrid(code, activity), kernel)),
    logPrior,
  });
}

function requiredPosterior(posterior: GridPosterior): GridPosterior {
  requireParts('posterior', posterior, {}, 'use posteriorOnGrid');
  requireTensor('posterior.grid', posterior.grid);
  requireTensor('posterior.probability', posterior.probability);
  return posterior;
}

/** Mean and variance, [...], of a number's posterior; of a vector's those of each axis, [..., d]. */
export function momentsOf(posterior: GridPosterior): {
  readonly mean: PopulationTensor;
  readonly variance: PopulationTensor;
} {
  const { grid, probability } = requiredPosterior(posterior);
  const isVector = grid.shape.length > 1;
  const weights = isVector ? reshape(probability, [...probability.shape, 1]) : probability;
  const axis = isVector ? -2 : -1;
  const mean = sum(mul(weights, grid), axis);
  const places = isVector ? [...mean.shape.slice(0, -1), 1, ...mean.shape.slice(-1)] : [...mean.shape, 1];
  return { mean, variance: sum(mul(weights, square(sub(grid, reshape(mean, places)))), axis) };
}

/** Circular mean in (-pi, pi] and circular variance 1 - |mean of e^is| in [0, 1], [...], of an angle's posterior. */
export function circularMomentsOf(posterior: GridPosterior): {
  readonly mean: PopulationTensor;
  readonly variance: PopulationTensor;
} {
  const { grid, probability } = requiredPosterior(posterior);
  const [x, y] = [cos, sin].map((of) => sum(mul(probability, of(grid)), -1));
  return { mean: atan2(y, x), variance: sub(1, sqrt(add(square(x), square(y)))) };
}
