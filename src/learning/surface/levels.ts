/** @file Levels of a surface: one list that lines and colours are drawn by, spaced on a scale that fits the losses. */
import {
  requireInstance,
  requireInteger,
  requireNumber,
  requireOptions,
  requireParts,
  requireWord,
} from '../../core/arguments.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log, log1p } from '../../core/scalar/logarithm.ts';
import { ArgumentError } from '../../errors.ts';

/** How losses are spaced: evenly; by log(L - Lmin + floor); or by asinh(L / width), which takes losses of both signs. */
export const levelScales = ['linear', 'logarithmic', 'asinh'] as const;
/** One of them. */
export type LevelScale = (typeof levelScales)[number];

/** How levels are chosen. */
export interface LevelOptions {
  readonly scale?: LevelScale;
  /** Bands between the lowest level and the highest; default 12. */
  readonly bands?: number;
  /** Of the logarithmic scale: what is added to L - Lmin. Default: a ten-thousandth of the span that is drawn. */
  readonly floor?: number;
  /** Of the asinh scale: where it turns from even to logarithmic. Default: the median of |L|. */
  readonly width?: number;
}

/** Levels, and what of the losses they leave out. */
export interface Levels {
  readonly scale: LevelScale;
  /** Losses, ascending: the ends of the bands, lowest and highest included. One only where all losses are the same. */
  readonly values: Float64Array;
  /** The same as text, no two alike. */
  readonly labels: readonly string[];
  /** What was added or divided by, where the scale has something; to be said beside the picture. */
  readonly floor?: number;
  readonly width?: number;
  readonly least: number;
  /** The largest finite loss, which may lie beyond the highest level. */
  readonly most: number;
  /** Finite losses beyond the highest level: the bar of colours is open at its upper end where there are any. */
  readonly beyond: number;
  /** Losses that are no finite numbers: they are hatched. */
  readonly nonFinite: number;
}

/** Part of the losses that levels reach up to. */
const clipped = 0.98;
const floorPart = 1e-4;

/** Beyond it x^2 + 1 is x^2. */
const large = 1e8;

function asinh(x: number): number {
  const size = Math.abs(x);
  const value =
    size > large
      ? log.value(size, 0, 0) + Math.LN2
      : log1p.value(size + (size * size) / (1 + Math.sqrt(1 + size * size)), 0, 0);
  return x < 0 ? -value : value;
}
const sinh = (x: number): number => (exp.value(x, 0, 0) - exp.value(-x, 0, 0)) / 2;

interface Spacing {
  readonly to: (loss: number) => number;
  readonly from: (position: number) => number;
  readonly floor?: number;
  readonly width?: number;
}

function spacingOf(scale: LevelScale, sorted: Float64Array, top: number, options: LevelOptions): Spacing {
  const least = sorted[0];
  if (scale === 'logarithmic') {
    const floor = options.floor ?? floorPart * (top - least);
    return {
      to: (loss) => log.value(loss - least + floor, 0, 0),
      from: (position) => least - floor + exp.value(position, 0, 0),
      floor,
    };
  }
  if (scale === 'asinh') {
    const sizes = sorted.map(Math.abs).sort();
    const width = options.width ?? (sizes[Math.floor(sizes.length / 2)] || sizes.at(-1)!);
    return { to: (loss) => asinh(loss / width), from: (position) => width * sinh(position), width };
  }
  return { to: (loss) => loss, from: (position) => position };
}

/**
 * Levels of losses. What is not finite is counted and left out; the highest level is the 98th percentile of the rest, so that a few
 * huge losses do not take all of the colours. Throws an ArgumentError where the arguments do not fit or no loss is finite.
 */
export function levelsOf(losses: Float64Array, options: LevelOptions = {}): Levels {
  requireInstance('losses', losses, Float64Array);
  requireOptions('levelsOf', options, ['scale', 'bands', 'floor', 'width']);
  const { scale = 'logarithmic', bands = 12, floor, width } = options;
  requireWord('scale', scale, levelScales);
  requireInteger('bands', bands, 1, 1000);
  for (const [name, value] of Object.entries({ floor, width })) if (value !== undefined) requirePositive(name, value);
  const sorted = losses.filter(Number.isFinite).sort();
  if (sorted.length === 0) throw new ArgumentError('losses', 'no finite number', 'some finite losses');
  const least = sorted[0];
  const most = sorted.at(-1)!;
  const high = sorted[Math.ceil(clipped * sorted.length) - 1];
  // where nearly all are the same the few others are what there is to see
  const top = high > least ? high : most;
  const { to, from, ...said } = spacingOf(scale, sorted, top, options);
  const values = least < top ? spaced(to(least), to(top), bands, from) : Float64Array.of(least);
  values[0] = least;
  values[values.length - 1] = least < top ? top : least;
  const beyond = sorted.reduce((count, loss) => count + (loss > top ? 1 : 0), 0);
  const nonFinite = losses.length - sorted.length;
  return { scale, values, labels: labelsOf(values), ...said, least, most, beyond, nonFinite };
}

function requirePositive(name: string, value: number): void {
  requireNumber(name, value);
  if (!(value > 0 && value < Infinity)) throw new ArgumentError(name, String(value), 'a number above 0');
}

const spaced = (low: number, high: number, bands: number, from: (position: number) => number): Float64Array =>
  Float64Array.from({ length: bands + 1 }, (_, k) => from(low + ((high - low) * k) / bands));

/** As few digits as tell the levels apart, three at least. */
function labelsOf(values: Float64Array): string[] {
  for (let digits = 3; digits < 17; digits++) {
    const labels = Array.from(values, (value) => String(Number(value.toPrecision(digits))));
    if (new Set(labels).size === values.length) return labels;
  }
  return Array.from(values, String);
}

/**
 * The band of a loss by the very levels that lines are drawn at: 0 between the lowest two, bands.length - 1 at most within the highest
 * level, one more beyond it, and -1 where it is not finite. Throws an ArgumentError where these are no levels.
 */
export function bandOf(levels: Pick<Levels, 'values'>, loss: number): number {
  requireParts('levels', levels, { values: 'an object' }, 'use those of levelsOf(…)');
  const { values } = levels;
  requireInstance('values', values, Float64Array);
  requireNumber('loss', loss);
  if (!Number.isFinite(loss)) return -1;
  const last = values.length - 1;
  if (loss > values[last]) return Math.max(last, 1);
  let band = 0;
  while (band < last - 1 && loss >= values[band + 1]) band++;
  return band;
}
