/** @file Means of normalized squares over runs, tick by tick, and the bounds that a consistent filter keeps within. */
import { requireFiniteNumber, requireInstance, requireInteger, requireOptions } from '../../core/arguments.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { pow } from '../../core/scalar/power.ts';
import { ShapeError } from '../../errors.ts';
import { requireProbability } from './binomial.ts';
import { chiSquareQuantile } from './chi-square.ts';

/** What lies outside with a probability of 1 - level, half on either side. */
export type Bounds = readonly [low: number, high: number];

/** The level of one of so many independent tests that all are within at `level` (Sidak 1967). */
export function sidakLevel(level: number, tests: number): number {
  requireProbability('level', level);
  requireInteger('tests', tests, 1);
  return pow.value(level, 1 / tests, 0);
}

/** Two-sided bounds of a sum of squares of so many degrees of freedom, over `divisor`: runs, or the degrees themselves. */
export function meanSquareBounds(degrees: number, divisor: number, level = 0.95): Bounds {
  requireFiniteNumber('degrees', degrees);
  requireFiniteNumber('divisor', divisor);
  requireProbability('level', level);
  const tail = (1 - level) / 2;
  return [chiSquareQuantile(tail, degrees) / divisor, chiSquareQuantile(1 - tail, degrees) / divisor];
}

/** Squares of all runs at each of T ticks, over their degrees of freedom: 1 is expected. */
export interface MeanSquares {
  /** NaN where no run has a degree of freedom. */
  readonly means: Float64Array;
  /** Degrees of freedom of all runs together. */
  readonly degrees: Float64Array;
  /** Of each tick for itself, and of all ticks at once. */
  readonly pointwise: readonly Bounds[];
  readonly simultaneous: readonly Bounds[];
  /** Ticks with a mean, and those of them outside of their own bounds and of those of all ticks. */
  readonly ticks: number;
  readonly outside: number;
  readonly outsideOfAll: number;
  /** The mean over all ticks. */
  readonly mean: number;
}

/**
 * Means over runs, tick by tick: squares [T] over degrees of freedom, a number or [T] where they differ from run to run. Throws a
 * ShapeError where they do not fit.
 */
export function meanSquares(
  squares: PopulationTensor,
  degrees: number | PopulationTensor,
  options: { readonly level?: number } = {},
): MeanSquares {
  requireInstance('squares', squares, PopulationTensor);
  requireOptions('meanSquares', options, ['level']);
  const { level = 0.95 } = options;
  if (squares.shape.length !== 1)
    throw new ShapeError('meanSquares', [squares.shape], 'one number a tick is expected', 'give shape [ticks]');
  requireDegrees(degrees, squares);
  const [ticks] = squares.shape;
  const sums = sumsOverRuns(squares);
  const free =
    typeof degrees === 'number'
      ? new Float64Array(ticks).fill(degrees * squares.population)
      : sumsOverRuns(degrees).map((sum) => sum * (squares.population / degrees.population));
  const told = free.filter((count) => count > 0).length;
  const boundsAt = (of: number): ((count: number) => Bounds) => {
    const known = new Map<number, Bounds>();
    return (count) => {
      if (!known.has(count)) known.set(count, count > 0 ? meanSquareBounds(count, count, of) : [NaN, NaN]);
      return known.get(count)!;
    };
  };
  const means = sums.map((sum, t) => (free[t] > 0 ? sum / free[t] : NaN));
  const pointwise = Array.from(free, boundsAt(level));
  const simultaneous = Array.from(free, boundsAt(sidakLevel(level, Math.max(told, 1))));
  return {
    means,
    degrees: free,
    pointwise,
    simultaneous,
    ticks: told,
    outside: countOutside(means, pointwise),
    outsideOfAll: countOutside(means, simultaneous),
    mean: total(sums) / total(free),
  };
}

function requireDegrees(degrees: number | PopulationTensor, squares: PopulationTensor): void {
  if (typeof degrees === 'number') return requireInteger('degrees', degrees, 1);
  requireInstance('degrees', degrees, PopulationTensor);
  if (degrees.shape.join() !== squares.shape.join())
    throw new ShapeError('meanSquares', [squares.shape, degrees.shape], 'the degrees do not fit', 'give one a tick');
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const countOutside = (means: Float64Array, bounds: readonly Bounds[]): number =>
  means.filter((mean, t) => mean < bounds[t][0] || mean > bounds[t][1]).length;

/** Sums [T] over all members of a tensor [T]. */
function sumsOverRuns({ data, population, shape: [ticks] }: PopulationTensor): Float64Array {
  const sums = new Float64Array(ticks);
  for (let t = 0; t < ticks; t++)
    for (let member = 0; member < population; member++) sums[t] += data[t * population + member];
  return sums;
}
