/** @file Directions of parameters that nothing determines: in the null space of a Hessian, and across the gradient. */
import { requireFiniteNumber, requireInstance, requireList } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import { dot } from '../../optimize/vector.ts';
import { symmetricEigen } from '../spectrum/symmetric-eigenvalues.ts';

/** A direction along which the loss does not change. */
export interface FlatDirection {
  /** Of length 1. */
  readonly direction: Float64Array;
  /** |Hu| / |H|: what is left of the largest curvature. */
  readonly curvature: number;
  /** |g'u| / |g|: what is left of the slope. */
  readonly slope: number;
  /** How far it may be turned towards what is not flat: rounding over the gap between the curvatures. */
  readonly turned: number;
}

/** Curvature of what is flat, over the largest: exact derivatives leave rounding only, and no scale of a task comes near it. */
export const flatness = 1e-12;
/** Rounding of the entries of a Hessian, over its largest curvature. */
const rounding = 16 * Number.EPSILON;
/** Most that it may be turned for a direction to be told from one that is flat by chance. */
const mostTurned = 5e-11;
/** Slope along it, over the gradient's length: the square root, as a curvature is the square of a slope's scale. */
const level = 1e-6;

/**
 * Eigenvectors of a Hessian [n, n], row by row and symmetric, along which neither it nor the gradient [n] has more than rounding: a part
 * `flatness` of its largest curvature, a part 1e-6 of its length. Throws an ArgumentError where the numbers do not fit together.
 */
export function flatDirections(hessian: Float64Array, gradient: Float64Array): FlatDirection[] {
  requireInstance('gradient', gradient, Float64Array);
  const steepest = norm(gradient);
  const { values, vectors } = symmetricEigen(hessian, gradient.length, { vectors: true });
  const most = largest(0, values.map(Math.abs));
  if (most === 0) return [];
  const parts = values.map((value) => Math.abs(value) / most);
  const gap = parts.reduce((least, part) => (part > flatness ? Math.min(least, part) : least), 1);
  return vectors.flatMap((direction, i) => {
    const slope = steepest === 0 ? 0 : Math.abs(dot(direction, gradient)) / steepest;
    if (parts[i] > flatness || slope > level) return [];
    return [{ direction, curvature: parts[i], slope, turned: rounding / gap }];
  });
}

/** Sum of vectors by weights. */
function combined(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < sum.length; i++) sum[i] += weights[k] * vector[i];
  });
  return sum;
}

/**
 * Of all directions within what is flat at one place, those that are flat at another one too, whose Hessian [n, n] and gradient [n] are
 * given: as far as they are known at the first one, whose curvature they keep. Slopes are compared with a gradient that is `steepest`.
 * Throws an ArgumentError where the numbers do not fit together.
 */
export function flatThereToo(
  known: readonly FlatDirection[],
  hessian: Float64Array,
  gradient: Float64Array,
  steepest: number,
): FlatDirection[] {
  requireList('known', known);
  requireInstance('gradient', gradient, Float64Array);
  requireFiniteNumber('steepest', steepest);
  const n = gradient.length;
  const most = largest(0, symmetricEigen(hessian, n).values.map(Math.abs));
  if (known.length === 0 || most === 0) return [];
  const basis = known.map(({ direction }) => direction);
  const turned = largest(
    0,
    known.map((one) => one.turned),
  );
  const first = largest(
    0,
    known.map(({ curvature }) => curvature),
  );
  const images = basis.map((direction) =>
    direction.map((_, i) => dot(hessian.subarray(i * n, (i + 1) * n), direction)),
  );
  const within = Float64Array.from({ length: basis.length ** 2 }, (_, k) => {
    const [i, j] = [Math.floor(k / basis.length), k % basis.length];
    return (dot(basis[i], images[j]) + dot(basis[j], images[i])) / 2;
  });
  return symmetricEigen(within, basis.length, { vectors: true }).vectors.flatMap((weights) => {
    const direction = combined(basis, weights);
    const curvature = norm(combined(images, weights)) / most;
    const slope = steepest === 0 ? 0 : Math.abs(dot(direction, gradient)) / steepest;
    const isFlat = curvature <= Math.max(flatness, Math.min(turned, mostTurned)) && slope <= level;
    return isFlat ? [{ direction, curvature: first, slope, turned }] : [];
  });
}
