/** @file How much gradients differ that are drawn alike: their deviation over the length of their mean. */
import { requireInstance, requireList } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { ArgumentError } from '../../errors.ts';
import { dot } from '../../optimize/vector.ts';

/**
 * s / |mu| of vectors that are drawn alike, with s^2 = sum |g - m|^2 / (n - 1) about their mean m and |mu|^2 = |m|^2 - s^2 / n, which is
 * taken for at least a quarter of what m has by chance: at most 2 sqrt(n). 0 where they do not differ. Throws an ArgumentError where
 * there are fewer than two.
 */
export function deviationOverMean(vectors: readonly Float64Array[]): number {
  requireList('vectors', vectors);
  vectors.forEach((vector, i) => requireInstance(`vectors[${i}]`, vector, Float64Array));
  const n = vectors.length;
  if (n < 2) throw new ArgumentError('vectors', `${n} vectors`, 'two or more');
  const mean = vectors[0].map((_, i) => vectors.reduce((sum, vector) => sum + vector[i], 0) / n);
  const square = vectors.reduce((sum, vector) => {
    const off = vector.map((value, i) => value - mean[i]);
    return sum + dot(off, off);
  }, 0);
  if (square === 0) return 0;
  const variance = square / (n - 1);
  const byChance = variance / n;
  return Math.sqrt(variance / largest(byChance / 4, [dot(mean, mean) - byChance]));
}
