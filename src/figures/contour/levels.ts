/** @file Levels of a surface, from which its lines and its colours follow alike: where they lie, and how they are said. */
import { shortText, tickText } from '../axis.ts';

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
