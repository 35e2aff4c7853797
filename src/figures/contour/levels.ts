/** @file Levels of a surface, from which its lines and its colours follow alike; and where values lie along them. */
import { linearAxis, shortText, tickText } from '../axis.ts';

/** How levels follow one another: evenly in the value, in its logarithm above `least`, or in its inverse hyperbolic sine. */
export type LevelScale =
  | { readonly kind: 'linear' }
  | { readonly kind: 'log'; readonly least: number }
  | { readonly kind: 'asinh'; readonly width: number };

export interface Levels {
  /** Ascending. */
  readonly levels: readonly number[];
  readonly scale: LevelScale;
}

/** What is even along a scale. */
export function placeOn(scale: LevelScale, value: number): number {
  switch (scale.kind) {
    case 'linear':
      return value;
    case 'log':
      return Math.log(Math.max(value - scale.least, Number.MIN_VALUE));
    case 'asinh':
      return Math.asinh(value / scale.width);
  }
}

function valueOn(scale: LevelScale, place: number): number {
  switch (scale.kind) {
    case 'linear':
      return place;
    case 'log':
      return scale.least + Math.exp(place);
    case 'asinh':
      return scale.width * Math.sinh(place);
  }
}

/** Shares of all values below which no level lies, and above which none does: outliers do not take the colours. */
const [lowest, highest] = [0.002, 0.98];

const quantile = (sorted: Float64Array, share: number): number => sorted[Math.round(share * (sorted.length - 1))];

/**
 * Levels over the values of a grid, those that are not finite aside.
 * @param kind `log` is by the height above the lowest value; `asinh` is linear around 0, where values have both signs.
 * @param count of levels, at least 2. Fewer where all values are one.
 */
export function levelsOf(z: ArrayLike<number>, kind: LevelScale['kind'], count = 12): Levels {
  const sorted = Float64Array.from(z).filter(Number.isFinite).sort();
  const scale = scaleOf(sorted, kind);
  const heights = kind === 'log' ? sorted.filter((value) => value > sorted[0]) : sorted;
  if (heights.length === 0 || heights[0] === heights.at(-1))
    return { levels: heights.length ? [heights[0]] : [], scale };
  const [low, high] = [quantile(heights, kind === 'asinh' ? 1 - highest : lowest), quantile(heights, highest)];
  const levels = spread(scale, [low, high > low ? high : heights.at(-1)!], count);
  return {
    levels: levels.filter((level, k) => k === 0 || placeOn(scale, level) > placeOn(scale, levels[k - 1])),
    scale,
  };
}

/** Evenly between two values, as short numbers. */
function spread(scale: LevelScale, [low, high]: readonly [number, number], count: number): readonly number[] {
  if (scale.kind === 'linear') return linearAxis(low, high, count).ticks;
  const [from, to] = [placeOn(scale, low), placeOn(scale, high)];
  const short = (value: number): number => Number(value.toPrecision(2));
  return Array.from({ length: count }, (_, k) => {
    const value = valueOn(scale, from + ((to - from) * k) / (count - 1));
    if (scale.kind !== 'log') return short(value);
    const height = value - scale.least;
    return Math.abs(short(value) - value) <= 0.05 * height ? short(value) : scale.least + short(height);
  });
}

function scaleOf(sorted: Float64Array, kind: LevelScale['kind']): LevelScale {
  if (kind === 'linear') return { kind };
  if (kind === 'log') return { kind, least: sorted[0] ?? 0 };
  const sizes = sorted.map(Math.abs).sort();
  return { kind, width: quantile(sizes, 0.25) || quantile(sizes, 0.5) || 1 };
}

/** Where the colour of each band lies, 0 ... 1: below the first level, between each two, and from the last one on. */
export function bandPlaces({ levels, scale }: Levels): number[] {
  if (levels.length === 0) return [0];
  const places = levels.map((level) => placeOn(scale, level));
  const step = levels.length > 1 ? (places.at(-1)! - places[0]) / (levels.length - 1) : 1;
  const middles = [
    places[0] - step / 2,
    ...places.slice(1).map((place, k) => (place + places[k]) / 2),
    places.at(-1)! + step / 2,
  ];
  return middles.map((middle) => (middle - middles[0]) / (middles.at(-1)! - middles[0]));
}

/** Levels as short texts that tell neighbours apart. */
export function levelTexts(levels: readonly number[]): string[] {
  for (let digits = 3; digits < 15; digits++) {
    const texts = levels.map((level) => shortText(level, digits));
    if (new Set(texts).size === levels.length) return texts;
  }
  return levels.map(String);
}

/** In words, beside the title. */
export function scaleWords({ scale, levels }: Levels, name: string): string {
  if (levels.length < 2) return 'one level';
  if (scale.kind === 'linear') return 'even levels';
  if (scale.kind === 'asinh') return `levels even in asinh, linear within ±${tickText(scale.width)}`;
  return Math.abs(scale.least) < 1e-12
    ? `log levels of ${name}`
    : `log levels of ${name} above ${tickText(scale.least)}`;
}
