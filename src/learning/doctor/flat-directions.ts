/** @file Directions of parameters that nothing determines: in the null space of a Hessian, and across the gradient. */
import { requireFiniteNumber, requireInstance } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import { dot } from '../../optimize/vector.ts';
import { symmetricEigen } from '../spectrum/symmetric-eigenvalues.ts';

/** A direction along which the loss does not change. */
export interface FlatDirection {
  /** Of length 1. */
  readonly direction: Float64Array;
  /** |u'Hu| / |H|: what is left of the largest curvature. */
  readonly curvature: number;
  /** |g'u| / |g|: what is left of the slope. */
  readonly slope: number;
}

/** Curvature of what is flat, over the largest: exact derivatives leave rounding only, and no scale of a task comes near it. */
export const flatness = 1e-12;
/** Slope along it, over the gradient's length: the square root, as a curvature is the square of a slope's scale. */
const level = 1e-6;

/**
 * Eigenvectors of a Hessian [n, n], row by row and symmetric, along which neither it nor the gradient [n] has more than rounding: a part
 * `flatness` of its largest curvature, a part 1e-6 of its length, or of one that is `steepest`. Throws an ArgumentError where the numbers do not fit together.
 */
export function flatDirections(
  hessian: Float64Array,
  gradient: Float64Array,
  steepest = norm(gradient),
): FlatDirection[] {
  requireInstance('gradient', gradient, Float64Array);
  requireFiniteNumber('steepest', steepest);
  const { values, vectors } = symmetricEigen(hessian, gradient.length, { vectors: true });
  const most = largest(0, values.map(Math.abs));
  if (most === 0) return [];
  return vectors.flatMap((direction, i) => {
    const curvature = Math.abs(values[i]) / most;
    const slope = steepest === 0 ? 0 : Math.abs(dot(direction, gradient)) / steepest;
    return curvature <= flatness && slope <= level ? [{ direction, curvature, slope }] : [];
  });
}
