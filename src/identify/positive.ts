/** @file Coordinates of numbers that cannot be negative: about linear where the number is large, so that one step of Gauss-Newton leads far, and free of bounds. */
import { requireFiniteNumber } from '../core/arguments.ts';
import { mul } from '../core/ops/elementwise.ts';
import { softplus } from '../core/ops/exponential.ts';
import type { PopulationTensor, TensorLike } from '../core/population-tensor.ts';
import { expm1 } from '../core/scalar/exponential.ts';
import { log } from '../core/scalar/logarithm.ts';
import { ArgumentError } from '../errors.ts';

/** value = width log(1 + e^x), in the unit of the width; linear in x far above the width, width e^x far below. */
export const positive = (x: TensorLike, width: TensorLike): PopulationTensor => mul(width, softplus(x));

/** Of the width: what is nearer to 0 is moved there, as its slope would be too small to leave by. */
const least = 0.5;

/**
 * The coordinate x of a value: log(e^(value / width) - 1). A value at its bound, or nearer to it than half a width, is moved off to there.
 * Throws an ArgumentError where the value is negative or not finite, or the width is not positive.
 */
export function coordinateOf(value: number, width: number): number {
  requireFiniteNumber('value', value);
  if (value < 0) throw new ArgumentError('value', `${value}`, 'a number of at least 0');
  if (!(width > 0)) throw new ArgumentError('width', `${width}`, 'a positive number');
  const ratio = Math.max(value / width, least);
  // e^-ratio is lost beyond
  return ratio > 40 ? ratio : log.value(expm1.value(ratio, 0, 0), 0, 0);
}
