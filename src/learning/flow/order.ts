/** @file The order of a distance in the step size, measured: its slope between logarithms. */
import { requireNumbers } from '../../core/arguments.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { ArgumentError } from '../../errors.ts';

const logOf = (x: number): number => log.value(x, 0, 0);

/**
 * Slopes of log distance over log size, between each size and the next: p where the distance is like size^p. NaN where a distance
 * is 0. Throws an ArgumentError where there are not as many of both, or two sizes are the same.
 */
export function measuredOrders(sizes: readonly number[], distances: readonly number[]): number[] {
  requireNumbers('sizes', sizes);
  requireNumbers('distances', distances);
  if (sizes.length !== distances.length)
    throw new ArgumentError('distances', `${distances.length} numbers`, `one a size: ${sizes.length}`);
  const wrong = sizes.find((size, i) => !(size > 0 && size < Infinity) || size === sizes[i + 1]);
  if (wrong !== undefined)
    throw new ArgumentError('sizes', String(wrong), 'positive numbers that differ from their neighbours');
  const slopes: number[] = [];
  for (let i = 0; i + 1 < sizes.length; i++) {
    const rise = distances[i] > 0 && distances[i + 1] > 0 ? logOf(distances[i + 1]) - logOf(distances[i]) : NaN;
    slopes.push(rise / (logOf(sizes[i + 1]) - logOf(sizes[i])));
  }
  return slopes;
}
