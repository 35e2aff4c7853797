/** @file How much a matrix makes of a vector that it is applied to again and again: its spectral radius, by Gelfand's formula. */
import { log } from '../core/scalar/logarithm.ts';
import { requireInstance, requireInteger } from '../core/arguments.ts';
import { largest } from '../core/largest.ts';
import { ArgumentError } from '../errors.ts';

/** The power is 2^30: what grows like a polynomial of it is lost in the root. */
const squarings = 30;

function squared(a: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k];
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) product[i * n + j] += factor * a[k * n + j];
    }
  return product;
}

/**
 * The largest magnitude of an eigenvalue of a matrix [n, n], row by row, as the logarithm; -Infinity where it is 0, NaN where an
 * entry is not finite: lim |A^N|^(1/N), by squaring (Gelfand 1941). Throws an ArgumentError where there are not n n numbers.
 */
export function logSpectralRadius(matrix: Float64Array, n: number): number {
  requireInteger('n', n, 0);
  requireInstance('matrix', matrix, Float64Array);
  if (matrix.length !== n * n) throw new ArgumentError('matrix', `${matrix.length} numbers`, `${n * n} numbers`);
  if (!matrix.every(Number.isFinite)) return NaN;
  let power = matrix;
  let logarithm = 0;
  for (let k = 0; k <= squarings; k++) {
    const size = largest(0, Array.from(power, Math.abs));
    if (size === 0) return -Infinity;
    logarithm += log.value(size, 0, 0) / 2 ** k;
    power = squared(
      power.map((entry) => entry / size),
      n,
    );
  }
  return logarithm;
}
