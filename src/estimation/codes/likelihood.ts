/** @file What counts say of a stimulus: their log-likelihood under a code, the information in it, and the bound that this sets to errors. */
import { requireFiniteNumber, requireInteger } from '../../core/arguments.ts';
import { jvp } from '../../core/derivative/functions.ts';
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { solve } from '../../core/ops/factorization.ts';
import { reshape, stack } from '../../core/ops/indexing.ts';
import { broadcastTo } from '../../core/ops/structural.ts';
import { eye, ones, type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { besselI0, besselI1 } from './bessel.ts';
import { type Code, logRatesOf, overUnits, ratesOf, requireCode } from './code.ts';

/**
 * log p(counts | stimuli), [...], less what no stimulus changes, of counts [..., N] (or [...] with N members). The sum of the rates is kept: near the
 * end of a range, and with few units, it is not even. Poisson: sum of r log f - f. Gaussian: of -(r - f)^2 / (2 F f) - log f / 2. Linear in
 * Poisson counts, so expected counts give the expected log-likelihood, which has a pathwise gradient.
 */
export function logLikelihood(code: Code, counts: TensorLike, stimuli: TensorLike): PopulationTensor {
  requireCode('code', code);
  const [rates, logRates] = [ratesOf(code, stimuli), logRatesOf(code, stimuli)];
  if (code.noise === 'poisson') return overUnits(code, sub(mul(counts, logRates), rates));
  const misfit = div(square(sub(counts, rates)), mul(mul(2, code.fano), rates));
  return overUnits(code, mul(-1, add(misfit, mul(0.5, logRates))));
}

/** Derivatives of the logarithm of the rates by the stimulus, one an axis of it. */
function logSlopes(code: Code, stimuli: PopulationTensor): PopulationTensor[] {
  const directions =
    code.dimension === 0
      ? [ones(stimuli.shape)]
      : Array.from({ length: code.dimension }, (_, axis) =>
          broadcastTo(tensor(Array.from({ length: code.dimension }, (_d, i) => (i === axis ? 1 : 0))), stimuli.shape),
        );
  return directions.map((direction) => jvp((s: PopulationTensor) => logRatesOf(code, s), stimuli, direction).tangent);
}

/**
 * Fisher information about stimuli [...], per square of their unit; about vectors [..., d] a matrix [..., d, d]. Poisson: sum of f'^2 / f.
 * Gaussian noise of variance F f: sum of f'^2 / (F f) + (f' / f)^2 / 2, as the variance tells of the stimulus too.
 */
export function fisherInformation(code: Code, stimuli: TensorLike): PopulationTensor {
  requireCode('code', code);
  const s = tensor(stimuli);
  const rates = ratesOf(code, s);
  const weight = code.noise === 'poisson' ? rates : add(div(rates, code.fano), 0.5);
  const slopes = logSlopes(code, s);
  const entry = (a: PopulationTensor, b: PopulationTensor): PopulationTensor => overUnits(code, mul(weight, mul(a, b)));
  if (code.dimension === 0) return entry(slopes[0], slopes[0]);
  const entries = slopes.flatMap((a) => slopes.map((b) => entry(a, b)));
  const places = s.shape.slice(0, -1);
  return reshape(stack(entries, places.length), [...places, code.dimension, code.dimension]);
}

/** Least variance of an unbiased estimate of stimuli [...]: 1 / information (Cramér and Rao); of one vector [d] the inverse matrix [d, d]. */
export function cramerRaoBound(code: Code, stimuli: TensorLike): PopulationTensor {
  const information = fisherInformation(code, stimuli);
  return code.dimension > 0 ? solve(information, eye(code.dimension)) : div(1, information);
}

/** What a ring of von Mises units without baseline has of spikes and of information, whatever the angle: closed forms for many units. */
export function ringTotals(
  units: number,
  gain: TensorLike,
  concentration: TensorLike,
): { readonly spikes: PopulationTensor; readonly information: PopulationTensor } {
  requireInteger('units', units, 1);
  const each = mul(units, gain);
  return {
    spikes: mul(each, besselI0(concentration)),
    information: mul(mul(each, concentration), besselI1(concentration)),
  };
}

/** Spikes and information of Gaussian units that stand `spacing` apart without end: gain sqrt(2 pi) width / spacing, and that / width^2. */
export function lineTotals(
  spacing: number,
  gain: TensorLike,
  width: TensorLike,
): { readonly spikes: PopulationTensor; readonly information: PopulationTensor } {
  requireFiniteNumber('spacing', spacing);
  const spikes = mul(gain, mul(Math.sqrt(2 * Math.PI) / spacing, width));
  return { spikes, information: div(spikes, square(width)) };
}
