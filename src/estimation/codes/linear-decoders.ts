/** @file Decoders that are linear in counts, or a direction or a centre of what is: population vector, centre of mass, and weights that are learned. */
import { div, sqrt, square, sub } from '../../core/ops/arithmetic.ts';
import { add, choose, equal, mul } from '../../core/ops/elementwise.ts';
import { solve } from '../../core/ops/factorization.ts';
import { reshape, transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { mean, sum } from '../../core/ops/reduction.ts';
import { atan2, cos, sin } from '../../core/ops/trigonometric.ts';
import { eye, type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { type Code, overUnits, ratesOf, requireCode } from './code.ts';

/** Sum of counts times the unit vectors of preferred angles: its direction in (-pi, pi], and its length; 0 and 0 where there was no count. */
export function populationVector(
  code: Code,
  counts: TensorLike,
): { readonly estimate: PopulationTensor; readonly length: PopulationTensor } {
  requireCode('code', code);
  const [x, y] = [cos, sin].map((of) => overUnits(code, mul(counts, of(code.preferred))));
  const isNone = equal(add(square(x), square(y)), 0);
  return { estimate: atan2(y, x), length: choose(isNone, 0, sqrt(add(square(x), square(y)))) };
}

/**
 * Posterior of an angle from counts of a ring without baseline and with an even prior: von Mises about the population vector's direction, of a
 * concentration of the units' times its length.
 */
export function ringPosterior(
  code: Code,
  counts: TensorLike,
): { readonly mean: PopulationTensor; readonly concentration: PopulationTensor } {
  const { estimate, length } = populationVector(code, counts);
  return { mean: estimate, concentration: mul(code.sharpness, length) };
}

/** Mean preferred value, weighted by the counts, [...] or of vectors [..., d], and the total count; where it is 0, `otherwise`. */
export function centreOfMass(
  code: Code,
  counts: TensorLike,
  otherwise: TensorLike = 0,
): { readonly estimate: PopulationTensor; readonly total: PopulationTensor } {
  requireCode('code', code);
  const r = tensor(counts);
  const total = overUnits(code, r);
  const isNone = equal(total, 0);
  const safe = choose(isNone, 1, total);
  if (code.dimension === 0)
    return { estimate: choose(isNone, otherwise, div(overUnits(code, mul(r, code.preferred)), safe)), total };
  const column = (x: PopulationTensor): PopulationTensor => reshape(x, [...x.shape, 1]);
  const moment = code.units === 'members' ? overUnits(code, mul(column(r), code.preferred)) : matmul(r, code.preferred);
  return { estimate: choose(column(isNone), otherwise, div(moment, column(safe))), total };
}

/** Weights [N, k] with the least mean squared error plus ridge |W|^2, from second moments of the counts [N, N] and with the targets [N, k]. */
function leastSquares(second: PopulationTensor, cross: PopulationTensor, ridge: TensorLike): PopulationTensor {
  return solve(add(second, mul(ridge, eye(second.shape[0]))), cross);
}

/** Ridge regression: the weights W [N, k] that minimize `decoderLoss` over trials, in closed form. */
export function ridgeDecoder(counts: TensorLike, targets: TensorLike, ridge: TensorLike = 0): PopulationTensor {
  const x = tensor(counts);
  const inverse = 1 / Math.max(1, x.shape[0] ?? 1);
  const transposed = transpose(x);
  return leastSquares(mul(inverse, matmul(transposed, x)), mul(inverse, matmul(transposed, targets)), ridge);
}

/** Mean over trials [T, N] of |counts W - target|^2, plus ridge |W|^2: what gradients may learn W by. */
export function decoderLoss(
  weights: TensorLike,
  counts: TensorLike,
  targets: TensorLike,
  ridge: TensorLike = 0,
): PopulationTensor {
  const misfit = sub(matmul(counts, weights), targets);
  return add(mean(sum(square(misfit), -1)), mul(ridge, sum(square(weights))));
}

/**
 * The linear decoder with the least mean squared error over stimuli [G] that are as likely as each other, their noise averaged exactly: the
 * optimal linear estimator (Salinas and Abbott 1994). Targets [G, k]; weights [N, k]. Units stand along an axis.
 */
export function optimalLinearDecoder(code: Code, stimuli: TensorLike, targets: TensorLike): PopulationTensor {
  requireCode('code', code);
  const rates = ratesOf(code, stimuli);
  const inverse = 1 / Math.max(1, rates.shape[0] ?? 1);
  const transposed = transpose(rates);
  const units = rates.shape[rates.shape.length - 1] ?? 0;
  const noise = mul(eye(units), mul(code.fano, mean(rates, 0)));
  const second = add(mul(inverse, matmul(transposed, rates)), noise);
  return leastSquares(second, mul(inverse, matmul(transposed, targets)), 0);
}
