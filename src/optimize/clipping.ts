/** @file Clipping by the global norm. */
import { norm, scaled } from './vector.ts';

/** The gradient, shortened to `maximum` where it is longer; its direction stays (Pascanu, Mikolov and Bengio 2013). */
export function clipByGlobalNorm(
  gradient: Float64Array,
  maximum = Infinity,
): { readonly gradient: Float64Array; readonly norm: number } {
  const length = norm(gradient);
  if (length <= maximum) return { gradient, norm: length };
  return { gradient: scaled(maximum / length, gradient), norm: maximum };
}
