/** @file Coordinates of numbers that cannot be negative: about linear where the number is large, so that one step of Gauss-Newton leads far, and free of bounds. */
import { requireFiniteNumber } from '../core/arguments.ts';
import { mul } from '../core/ops/elementwise.ts';
import { softplus } from '../core/ops/exponential.ts';
import type { PopulationTensor, TensorLike } from '../core/population-tensor.ts';
import { expm1 } from '../core/scalar/exponential.ts';
import { log } from '../core/scalar/logarithm.ts';
import { sigmoid as sigmoidOf, softplus as softplusOf } from '../core/scalar/logistic.ts';
import { ArgumentError } from '../errors.ts';

/** value = width log(1 + e^x), in the unit of the width; linear in x far above the width, width e^x far below. */
export const positive = (x: TensorLike, width: TensorLike): PopulationTensor => mul(width, softplus(x));

/** Of the width: what is nearer to 0 is moved there, as its slope would be too small to leave by. */
const least = 0.5;

/** log(e^ratio - 1). */
const inverse = (ratio: number): number =>
  // e^-ratio is lost beyond
  ratio > 40 ? ratio : log.value(expm1.value(ratio, 0, 0), 0, 0);

/**
 * The coordinate x of a value: log(e^(value / width) - 1). A value at its bound, or nearer to it than half a width, is moved off to there.
 * Throws an ArgumentError where the value is negative or not finite, or the width is not positive.
 */
export function coordinateOf(value: number, width: number): number {
  requireFiniteNumber('value', value);
  if (value < 0) throw new ArgumentError('value', `${value}`, 'a number of at least 0');
  if (!(width > 0)) throw new ArgumentError('width', `${width}`, 'a positive number');
  return inverse(Math.max(value / width, least));
}

/** Of a value: how near to 0 a step may lead that would lead beyond. */
const nearest = 0.1;
/** Of the width: a value below it is 0 for all that is to be told, and no step leads nearer. */
const smallest = 1e-9;

/**
 * The coordinate after a step that is linear in the value, as residuals nearly are: of a coordinate x and its step. A step to 0 or beyond leads
 * to a tenth of the value.
 */
export function movedCoordinate(x: number, step: number): number {
  requireFiniteNumber('x', x);
  requireFiniteNumber('step', step);
  const value = softplusOf.value(x, 0, 0);
  const linear = value + sigmoidOf.value(x, 0, 0) * step;
  return inverse(Math.max(linear, nearest * value, smallest));
}
