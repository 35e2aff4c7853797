/** @file Clipping by the global norm, of one gradient or of every member's. */
import { memberNorms } from '../core/member-norms.ts';
import { requireInstance } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';

export interface ClippedGradients {
  /** Parts as they were given; the same arrays where no member's gradient is too long. */
  readonly gradients: readonly Float64Array[];
  /** Norm of each member's gradient before. */
  readonly norms: Float64Array;
  /** And after. */
  readonly clippedNorms: Float64Array;
}

/**
 * The gradients of all members, each clipped by its own norm. They lie in parts one after another, as leaves of a tree:
 * `part[element * members + member]`.
 */
export function clipMembers(gradients: readonly Float64Array[], members: number, maximum = Infinity): ClippedGradients {
  if (typeof maximum !== 'number' || !(maximum >= 0))
    throw new ArgumentError('maximum', described(maximum), 'a norm of at least 0');
  const norms = memberNorms(gradients, members);
  const isTooLong = (length: number): boolean => length > maximum && length < Infinity;
  if (!norms.some(isTooLong)) return { gradients, norms, clippedNorms: norms };
  // a factor of 1 changes no bit
  const factors = norms.map((length) => (isTooLong(length) ? maximum / length : 1));
  return {
    gradients: gradients.map((part) => scaledMembers(factors, part)),
    norms,
    clippedNorms: norms.map((length) => (isTooLong(length) ? maximum : length)),
  };
}

function scaledMembers(factors: Float64Array, part: Float64Array): Float64Array {
  const members = factors.length;
  const product = new Float64Array(part.length);
  for (let at = 0; at < part.length; at += members)
    for (let m = 0; m < members; m++) product[at + m] = factors[m] * part[at + m];
  return product;
}

/**
 * The gradient, shortened to `maximum` where it is longer; its direction stays (Pascanu, Mikolov and Bengio 2013). One that
 * is not finite has no direction: it stays as it is, and so does its norm. Throws an ArgumentError where the gradient is no
 * Float64Array or the norm no number of at least 0.
 */
export function clipByGlobalNorm(
  gradient: Float64Array,
  maximum = Infinity,
): { readonly gradient: Float64Array; readonly norm: number } {
  requireInstance('gradient', gradient, Float64Array);
  const { gradients, clippedNorms } = clipMembers([gradient], 1, maximum);
  return { gradient: gradients[0], norm: clippedNorms[0] };
}
