/** @file Both ends of a spectrum: the greatest and the least eigenvalue with their directions, and how well they are known. */
import { requireFiniteNumber, requireInteger, requireOptions } from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { ArgumentError } from '../../errors.ts';
import { addScaled, dot } from '../../optimize/vector.ts';
import { Recurrence } from './lanczos.ts';
import { CheckedProduct, type Product } from './product.ts';
import { tridiagonalEigen } from './tridiagonal.ts';

/** How the ends are sought. */
export interface ExtremesOptions {
  /** Most steps of Lanczos; default 100, and never more than the size. */
  readonly steps?: number;
  /** Residual below which an end counts as found, as a part of the largest magnitude of the two; default 1e-8. */
  readonly tolerance?: number;
  /** Of the random start; default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** An end of the spectrum. */
export interface SpectrumEnd {
  readonly value: number;
  /** Its direction, of unit length. */
  readonly vector: Float64Array;
  /** |H vector - value vector|, of a product of its own: an eigenvalue of a symmetric H is no further from the value. */
  readonly residual: number;
  /** Whether the residual is within the tolerance. */
  readonly isConverged: boolean;
}

/** Both ends of the spectrum, by value and not by magnitude. */
export interface Extremes {
  readonly largest: SpectrumEnd;
  readonly smallest: SpectrumEnd;
  /** Products with the Hessian that were made. */
  readonly products: number;
}

/** Steps between two looks at whether both ends are found. */
const every = 5;

/** Whether the residuals of both ends are a tenth of what is asked for: products of their own then say so, too. */
function areFound(recurrence: Recurrence, tolerance: number): boolean {
  if (recurrence.hasBrokenDown) return true;
  if (recurrence.basis.length % every !== 0) return false;
  const { values, residuals } = recurrence.ritz();
  const size = Math.max(Math.abs(values[0]), Math.abs(values.at(-1)!));
  return Math.max(residuals[0], residuals.at(-1)!) <= 0.1 * tolerance * size;
}

/** Q s, of unit length. */
function combined(basis: readonly Float64Array[], s: Float64Array): Float64Array {
  const y = new Float64Array(basis[0].length);
  basis.forEach((q, k) => {
    for (let i = 0; i < y.length; i++) y[i] += s[k] * q[i];
  });
  const length = norm(y);
  return y.map((entry) => entry / length);
}

/**
 * The greatest and the least eigenvalue of a symmetric matrix that is known by its products. Lanczos stops where both are known to the
 * tolerance, or where the space of the random start is exhausted, which then has a vector of every eigenvalue. Whether a value is an
 * eigenvalue is said by its residual; that none lies beyond it, by no number of products but by the random start. Errors as `lanczos`.
 */
export async function extremes(product: Product, size: number, options: ExtremesOptions = {}): Promise<Extremes> {
  requireOptions('extremes', options, ['steps', 'tolerance', 'seed', 'signal']);
  const { steps = 100, tolerance = 1e-8, seed = 0, signal } = options;
  const checked = new CheckedProduct(product, size, signal);
  requireInteger('steps', steps, 1);
  requireInteger('seed', seed, 0);
  requireFiniteNumber('tolerance', tolerance);
  if (!(tolerance > 0)) throw new ArgumentError('tolerance', `${tolerance}`, 'a positive number');
  const recurrence = new Recurrence(checked, seed);
  do await recurrence.step();
  while (recurrence.basis.length < steps && !recurrence.isWhole && !areFound(recurrence, tolerance));
  const { alphas, betas, basis } = recurrence;
  const { values, vectors } = tridiagonalEigen(Float64Array.from(alphas), Float64Array.from(betas.slice(0, -1)), {
    vectors: true,
  });
  const scale = Math.max(Math.abs(values[0]), Math.abs(values.at(-1)!));
  const end = async (place: number): Promise<SpectrumEnd> => {
    const vector = combined(basis, vectors.at(place)!);
    const image = await checked.of(vector);
    const value = dot(vector, image);
    const residual = norm(addScaled(image, -value, vector));
    return { value, vector, residual, isConverged: residual <= tolerance * scale };
  };
  const [largest, smallest] = [await end(-1), await end(0)];
  return { largest, smallest, products: checked.made };
}
