/** @file Words that captions are made of. */
import { shortText } from '../../figures/axis.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';

/** Colours of methods in their order, told apart by eyes of all kinds. */
const colours = ['--now', '--line-1', '--line-3', '--line-4', '--line-2', '--line-5'] as const;

export const colourOf = (index: number): string => colours[index % colours.length];

const raised: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((sign, k) => [sign, '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'[k]]),
);

/** A number as sentences say it: 12.5, 3.1·10⁻⁷. */
export function said(value: number, digits = 3): string {
  const [leading, power] = shortText(value, digits).split('e');
  if (power === undefined) return leading;
  return `${leading}·10${[...power].map((sign) => raised[sign]).join('')}`;
}

/** Whole sentences, one after another; empty ones are left out. */
export const sentences = (parts: readonly (string | null | false)[]): string =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' ');

/** "a", "a and b", "a, b and c". */
export const listing = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Numbers from `low` to `high`, the same ratio between neighbours; the same bits everywhere. */
export function logarithmically(low: number, high: number, count: number): Float64Array {
  const [from, to] = [log.value(low, 0, 0), log.value(high, 0, 0)];
  const places = Float64Array.from({ length: count }, (_, k) =>
    exp.value(from + ((to - from) * k) / (count - 1), 0, 0),
  );
  places[0] = low;
  places[count - 1] = high;
  return places;
}

/** Numbers from `low` to `high`, the same distance between neighbours. */
export const evenly = (low: number, high: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
