/** @file Clipping by the global norm. */
import { ArgumentError } from '../errors.ts';
import { norm, scaled } from './vector.ts';

/**
 * The gradient, shortened to `maximum` where it is longer; its direction stays (Pascanu, Mikolov and Bengio 2013). One that
 * is not finite has no direction: it stays as it is, and so does its norm.
 */
export function clipByGlobalNorm(
  gradient: Float64Array,
  maximum = Infinity,
): { readonly gradient: Float64Array; readonly norm: number } {
  if (!(maximum >= 0)) throw new ArgumentError('maximum', String(maximum), 'a norm of at least 0');
  const length = norm(gradient);
  if (length <= maximum || !Number.isFinite(length)) return { gradient, norm: length };
  return { gradient: scaled(maximum / length, gradient), norm: maximum };
}
