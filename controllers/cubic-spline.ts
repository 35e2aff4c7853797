/** @file Uniform cubic B-splines and their derivatives, as weights of their control points (de Boor 2001, ch. IX). */
import { requireInteger, requireNumber } from '../src/core/arguments.ts';
import { ArgumentError } from '../src/errors.ts';

/** A cubic has four coefficients. */
export const fewestKnots = 4;
export const mostKnots = 1000;

/** Weights of the four control points of a span at its fraction t, times 6; and what a unit of t changes of them. */
const spanWeights: readonly ((t: number) => readonly number[])[] = [
  (t) => {
    const [t2, t3] = [t * t, t * t * t];
    return [1 - 3 * t + 3 * t2 - t3, 4 - 6 * t2 + 3 * t3, 1 + 3 * t + 3 * t2 - 3 * t3, t3];
  },
  (t) => [-3 + 6 * t - 3 * t * t, -12 * t + 9 * t * t, 3 + 6 * t - 9 * t * t, 3 * t * t],
  (t) => [6 - 6 * t, -12 + 18 * t, 6 - 18 * t, 6 * t],
];

/**
 * Weights [count] of the control points of a uniform cubic B-spline at `progress` in 0..1 (beyond it, at the nearer end): at most
 * four are not 0, all are >= 0 and they sum to 1 (de Boor 2001, ch. IX). With `derivative` 1 or 2 those of its first or second
 * derivative by progress, which sum to 0. Throws an ArgumentError where `count` is none of 4 to 1000, or the derivative another.
 */
export function cubicSplineWeights(count: number, progress: number, derivative = 0): number[] {
  requireInteger('count', count, fewestKnots, mostKnots);
  requireNumber('progress', progress);
  requireInteger('derivative', derivative, 0, 2);
  if (Number.isNaN(progress)) throw new ArgumentError('progress', 'NaN', 'a number from 0 to 1');
  const spans = count - 3;
  const position = Math.min(Math.max(progress, 0), 1) * spans;
  const span = Math.min(Math.floor(position), spans - 1);
  const rate = spans ** derivative;
  const weights = new Array<number>(count).fill(0);
  spanWeights[derivative](position - span).forEach((weight, i) => {
    weights[span + i] = (weight * rate) / 6;
  });
  return weights;
}
