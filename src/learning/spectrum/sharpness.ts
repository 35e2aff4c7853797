/** @file How sharply a loss is curved at parameters, in figures that can be compared. */
import { requireFiniteNumber, requireInstance, requireObject } from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { ArgumentError } from '../../errors.ts';
import { dot } from '../../optimize/vector.ts';
import { extremes, type ExtremesOptions, type SpectrumEnd } from './extremes.ts';
import type { Product } from './product.ts';

/** Where a loss was evaluated. */
export interface Evaluated {
  readonly parameters: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** Curvature at parameters. */
export interface Sharpness {
  /** The greatest eigenvalue of the Hessian, not the one of largest magnitude. */
  readonly largest: SpectrumEnd;
  readonly smallest: SpectrumEnd;
  /** lambda_max |theta|^2 / L: the same for parameters or losses in other units; NaN where the loss is 0. */
  readonly relative: number;
  /** Length of the step along the sharpest direction, to its uphill side, behind which a quadratic's loss is twice as large. */
  readonly doublingStep: number;
  readonly products: number;
}

/** s > 0 with p s + curvature s^2 / 2 = loss, without cancellation; Infinity where there is none. */
function doublingStep(loss: number, p: number, curvature: number): number {
  const discriminant = p * p + 2 * curvature * loss;
  if (discriminant < 0) return Infinity;
  return (2 * loss) / (p + Math.sqrt(discriminant));
}

/**
 * Both ends of the Hessian's spectrum with residuals, relative sharpness, and the step behind which the loss has doubled. Errors as
 * `lanczos`; an ArgumentError where vectors have not the same length.
 */
export async function sharpness(product: Product, at: Evaluated, options: ExtremesOptions = {}): Promise<Sharpness> {
  requireObject('at', at, 'an object of parameters, loss, gradient');
  const { parameters, loss, gradient } = at;
  requireInstance('parameters', parameters, Float64Array);
  requireInstance('gradient', gradient, Float64Array);
  requireFiniteNumber('loss', loss);
  if (gradient.length !== parameters.length)
    throw new ArgumentError('gradient', `${gradient.length} numbers`, `${parameters.length} numbers`);
  const found = await extremes(product, parameters.length, options);
  const { value, vector } = found.largest;
  const length = norm(parameters);
  const isPositive = loss > 0;
  return {
    ...found,
    relative: isPositive ? (value * length * length) / loss : NaN,
    doublingStep: isPositive ? doublingStep(loss, Math.abs(dot(gradient, vector)), value) : NaN,
  };
}
