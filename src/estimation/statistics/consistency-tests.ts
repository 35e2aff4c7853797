/** @file What a consistent filter is tested for: each test is a statistic with two-sided bounds at whatever level is asked for. */
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { formatNumber } from '../../text/quantities.ts';
import { requireList } from '../../core/arguments.ts';
import { binomialInterval } from './binomial.ts';
import { chiSquareQuantile } from './chi-square.ts';
import { effectiveNumber } from './effective-number.ts';
import { type Bounds, meanSquareBounds, meanSquares, type MeanSquares, sidakLevel } from './mean-squares.ts';
import { laggedCorrelations, meanScores } from './whiteness.ts';

/** What is tested: `first` is of the first tick; `share` and `all` count ticks outside of their bounds, `whiteness` counts lags; `mean` and `memory` are sums of squared scores. */
export type TestKind = 'square' | 'first' | 'share' | 'all' | 'mean' | 'whiteness' | 'memory';

/** A statistic and where it lies at a level. */
export interface TestAtLevel {
  readonly statistic: number;
  readonly bounds: Bounds;
}

/** A test at any level: a consistent filter is outside with a probability of 1 - level, or less where counts are whole. */
export interface LevelledTest {
  readonly kind: TestKind;
  readonly name: string;
  readonly at: (level: number) => TestAtLevel;
  /** What it means to be below and above. */
  readonly below: string;
  readonly above: string;
}

/** |z| that a standard normal number exceeds with a probability of 1 - level. */
export const normalBound = (level: number): number => Math.sqrt(chiSquareQuantile(level, 1));

/** Student's quantile by that of the normal distribution, to second order in 1 / degrees (Fisher and Cornish 1960). */
export function studentBound(level: number, degrees: number): number {
  const z = normalBound(level);
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  return z + first / degrees + second / degrees ** 2;
}

const ofSquares = {
  below: 'more is doubted than is wrong: covariances are too large',
  above: 'less is doubted than is wrong: covariances are too small, or the model errs',
};

/** Squares of innovations are of different ticks independent: their mean over ticks and runs is chi-square distributed. */
export const whiteSquareTest = (name: string, { mean, degrees }: MeanSquares): LevelledTest => {
  const all = degrees.reduce((sum, count) => sum + count, 0);
  return {
    kind: 'square',
    name,
    at: (level) => ({ statistic: mean, bounds: meanSquareBounds(all, all, level) }),
    ...ofSquares,
  };
};

/** Squares at the first tick with any: they tell of the start alone. */
export function firstSquareTest(name: string, { means, degrees }: MeanSquares): LevelledTest {
  const first = degrees.findIndex((count) => count > 0);
  return {
    kind: 'first',
    name,
    at: (level) => ({ statistic: means[first], bounds: meanSquareBounds(degrees[first], degrees[first], level) }),
    ...ofSquares,
  };
}

/** Squares of errors stay alike from tick to tick: runs are independent, so the spread of their means over time bounds the mean of them. */
export function correlatedSquareTest(name: string, squares: PopulationTensor, degrees: number): LevelledTest {
  const { data, population: runs } = squares;
  const [ticks] = squares.shape;
  const means = Float64Array.from({ length: runs }, (_, m) => {
    let sum = 0;
    for (let t = 0; t < ticks; t++) sum += data[t * runs + m];
    return sum / (ticks * degrees);
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / runs;
  const square = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(square / (runs - 1) / runs);
  return {
    kind: 'square',
    name,
    at: (level) => {
      const wide = studentBound(level, runs - 1) * error;
      return { statistic: mean, bounds: [1 - wide, 1 + wide] };
    },
    ...ofSquares,
  };
}

/**
 * The share of ticks outside of their own bounds, which is 1 - `pointwise` of a consistent filter: of `independent` ticks binomial, of
 * correlated ones as of the number of independent ones that they are worth.
 */
export const shareTest = (
  name: string,
  { outside, ticks }: MeanSquares,
  pointwise: number,
  independent = ticks,
): LevelledTest => {
  const worth = Math.max(1, Math.round(independent));
  return {
    kind: 'share',
    name,
    at: (level) => {
      const [low, high] = binomialInterval(worth, 1 - pointwise, level);
      return { statistic: outside / ticks, bounds: [low / worth, high / worth] };
    },
    below: 'fewer than chance leaves',
    above: 'more than chance leaves',
  };
};

/** Whether any tick is outside of the bounds of all ticks at once. */
export const allTicksTest = (
  name: string,
  squares: PopulationTensor,
  degrees: number | PopulationTensor,
): LevelledTest => ({
  kind: 'all',
  name,
  at: (level) => ({ statistic: meanSquares(squares, degrees, { level }).outsideOfAll, bounds: [0, 0] }),
  below: '',
  above: 'at some ticks it is not consistent',
});

/** Standard normal scores, of which none is told where nothing was there: the sum of their squares. */
function scoresTest(scores: readonly number[]): Pick<LevelledTest, 'at' | 'below'> {
  const told = scores.filter((score) => score !== 0);
  const statistic = told.reduce((sum, score) => sum + score * score, 0);
  const bounds = (level: number): Bounds => [0, told.length === 0 ? 0 : chiSquareQuantile(level, told.length)];
  return { at: (level) => ({ statistic, bounds: bounds(level) }), below: '' };
}

/** The sum of squared means of white channels, each as a standard normal score. */
export const meanTest = (name: string, white: PopulationTensor): LevelledTest => ({
  kind: 'mean',
  name,
  ...scoresTest(Array.from(meanScores(white))),
  above: 'readings are off what is expected, always to one side: a bias',
});

const foreseeable =
  'what is told was foreseeable: the motion or its noise is not what is believed, or readings come late';

/** The sum of squared autocorrelations at lags 1 to `lags`, each as a standard normal score (Box and Pierce 1970). */
export const memoryTest = (name: string, white: PopulationTensor, lags: number): LevelledTest => ({
  kind: 'memory',
  name,
  ...scoresTest(laggedCorrelations(white, lags).map(({ score }) => score)),
  above: foreseeable,
});

/** The share of autocorrelations at lags 1 to `lags`, of all channels, outside of +- 1.96 / sqrt(N T) (of another level its number). */
export function whitenessTest(name: string, white: PopulationTensor, lags: number, pointwise: number): LevelledTest {
  const told = laggedCorrelations(white, lags).filter(({ score }) => score !== 0);
  const bound = normalBound(pointwise);
  const outside = told.filter(({ score }) => Math.abs(score) > bound).length;
  return {
    kind: 'whiteness',
    name,
    at: (level) => {
      if (told.length === 0) return { statistic: 0, bounds: [0, 1] };
      const [low, high] = binomialInterval(told.length, 1 - pointwise, level);
      return { statistic: outside / told.length, bounds: [low / told.length, high / told.length] };
    },
    below: 'fewer than chance leaves',
    above: foreseeable,
  };
}

/** A test with its verdict. */
export interface ConsistencyTest {
  readonly kind: TestKind;
  readonly name: string;
  readonly statistic: number;
  /** At the level of the report, of this test alone; and of all tests at once, by Sidak's level. */
  readonly bounds: Bounds;
  readonly boundsOfAll: Bounds;
  readonly verdict: 'within' | 'below' | 'above';
  /** Whether it is within the bounds of all tests at once. */
  readonly isBorne: boolean;
  readonly words: string;
}

const isWithin = ({ statistic, bounds: [low, high] }: TestAtLevel): boolean => statistic >= low && statistic <= high;

/** Verdicts at a level, each alone and all at once. */
export function judged(tests: readonly LevelledTest[], level: number): ConsistencyTest[] {
  requireList('tests', tests);
  const strict = sidakLevel(level, Math.max(1, tests.length));
  return tests.map(({ kind, name, at, below, above }) => {
    const [here, ofAll] = [at(level), at(strict)];
    const [low, high] = here.bounds;
    const verdict = isWithin(here) ? 'within' : here.statistic < low ? 'below' : 'above';
    const says = { within: '', below: `: ${below}`, above: `: ${above}` }[verdict];
    const bounds = `${Number((100 * level).toPrecision(4))} % bounds ${formatNumber(low)} to ${formatNumber(high)}`;
    return {
      kind,
      name,
      statistic: here.statistic,
      bounds: here.bounds,
      boundsOfAll: ofAll.bounds,
      verdict,
      isBorne: isWithin(ofAll),
      words: `${name} ${formatNumber(here.statistic)}, ${bounds}${says}`,
    };
  });
}

/** Independent ticks that squares [T] of errors are worth. */
export const worthOf = (squares: PopulationTensor, pointwise: number): number =>
  effectiveNumber(squares, normalBound(pointwise));
