/** @file Codecs of the address: how words, numbers, names and lists are written in a link. */
import { decimal } from './decimal.ts';
import type { Codec } from './field.ts';

/** Most characters of a name. */
const longestName = 200;

/** Halves of characters, which no link can have. */
const halves = /\p{Cs}/gu;

/** Text of any kind in characters that stay as they are in a link: `:` and `,` are left to those who join texts. */
export const escaped = (text: string): string =>
  encodeURIComponent(text.replace(halves, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The way back. Throws where a percent sign is no escape. */
export const unescaped = (text: string): string => decodeURIComponent(text);

function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new RangeError('no value');
  return value;
}

/** One of some words. */
export const word = <T extends string>(words: readonly T[]): Codec<T> => ({
  expected: words.length > 0 ? words.join(', ') : 'nothing yet',
  format: (value) => escaped(value),
  parse: (text) => required(words.find((known) => escaped(known) === text)),
});

/** The one word that says something else than usual; its value is `true`. */
export const mark = (text: string): Codec<true> => ({
  expected: text,
  format: () => text,
  parse: (given) => required(given === text ? true : null),
});

/** Some of a few words, each once and in the order of the list; `none` for no one. */
export function words<T extends string>(known: readonly T[]): Codec<readonly T[]> {
  const one = word(known);
  return {
    expected: `none, or some of ${known.join(', ')}`,
    format: (value) =>
      known
        .filter((each) => value.includes(each))
        .map(escaped)
        .join(',') || 'none',
    parse: (text) => {
      const found = text === 'none' ? [] : text.split(',').map(one.parse);
      return known.filter((each) => found.includes(each));
    },
  };
}

/** Some of a few words in an order of their own, each once; at least one. */
export function sequence<T extends string>(known: readonly T[]): Codec<readonly T[]> {
  const one = word(known);
  return {
    expected: `some of ${known.join(', ')}`,
    format: (value) => value.map(escaped).join(','),
    parse: (text) => [...new Set(text.split(',').map(one.parse))],
  };
}

/** A name of any characters. */
export const name: Codec<string> = {
  expected: `a name of at most ${longestName} characters`,
  format: escaped,
  parse: (text) => {
    const value = text.length <= 9 * longestName ? unescaped(text) : '';
    return required(value.length > 0 && value.length <= longestName ? value : null);
  },
};

/** A whole number. */
export const integer = (least: number, most: number): Codec<number> => ({
  expected: `a whole number from ${least} to ${most}`,
  format: (value) => String(value),
  parse: (text) => {
    const value = Number(text);
    return required(/^\d{1,15}$/.test(text) && value >= least && value <= most ? value : null);
  },
});

/** A number of so many decimals at most, in size below `limit`. */
export const number = (decimals: number, limit = 1e6): Codec<number> => ({
  expected: `a number, its size below ${limit}`,
  format: (value) => decimal(value, decimals),
  parse: (text) => {
    const value = Number(text);
    return required(
      /^-?\d{1,12}(\.\d{1,20})?$/.test(text) && Math.abs(value) < limit ? rounded(value, decimals) : null,
    );
  },
});

/** As it will be written. */
const rounded = (value: number, decimals: number): number => Number(decimal(value, decimals));

/** One of some numbers. */
export const choice = (numbers: readonly number[]): Codec<number> => ({
  expected: numbers.join(', '),
  format: (value) => String(value),
  parse: (text) => required(numbers.find((known) => String(known) === text)),
});

/** So many numbers after commas. */
export function numbers(count: number, decimals: number): Codec<readonly number[]> {
  const one = number(decimals);
  return {
    expected: `${count} numbers after commas`,
    format: (values) => values.map(one.format).join(','),
    parse: (text) => {
      const parts = text.split(',', count + 1);
      return required(parts.length === count ? parts.map(one.parse) : null);
    },
  };
}

/** A kind and a name: `joint:elbow`. */
export const named = <K extends string>(kinds: readonly K[]): Codec<{ readonly kind: K; readonly id: string }> => ({
  expected: `${kinds.join(', ')}, a colon and a name`,
  format: ({ kind, id }) => `${kind}:${name.format(id)}`,
  parse: (text) => {
    const at = text.indexOf(':');
    return { kind: word(kinds).parse(text.slice(0, at)), id: name.parse(text.slice(at + 1)) };
  },
});

/** A value in other words: as `codec` writes it. */
export const mapped = <T, U>(codec: Codec<T>, to: (value: T) => U, from: (value: U) => T): Codec<U> => ({
  expected: codec.expected,
  format: (value) => codec.format(from(value)),
  parse: (text) => to(codec.parse(text)),
});

/** Numbers of any size, as short as they can be said. */
export const real: Codec<number> = {
  expected: 'a number',
  format: (value) => String(value).replace('+', ''),
  parse: (text) => {
    const value = Number(text);
    if (!/^-?\d{1,17}(\.\d{1,30})?(e-?\d{1,3})?$/.test(text) || !Number.isFinite(value))
      throw new RangeError('no number');
    return value === 0 ? 0 : value;
  },
};

/** One of them above 0. */
export const positive: Codec<number> = {
  expected: 'a number above 0',
  format: real.format,
  parse: (text) => {
    const value = real.parse(text);
    if (!(value > 0)) throw new RangeError('not above 0');
    return value;
  },
};
