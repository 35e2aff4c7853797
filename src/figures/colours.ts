/** @file Colours as numbers: hexadecimal texts read, and the diverging map from minus over the surface to plus. */

/** Red, green, blue: 0 ... 255 each. */
export type Rgb = readonly [number, number, number];

/** Gives a token of tokens.css its value; the page's theme on the screen, a fixed one in files. */
export type Palette = (token: string) => string;

/** A token's value, or the colour itself where it is none. */
export const inPalette = (colour: string, palette: Palette): string =>
  colour.startsWith('--') ? palette(colour) : colour;

/** Reads `#rgb` and `#rrggbb`; grey where the text is another. */
export function rgbOf(text: string): Rgb {
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text.trim())?.[1];
  if (!digits) return [128, 128, 128];
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : digits.match(/../g)!;
  const [red, green, blue] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

/** Ends and middle of a diverging map. */
export interface Diverging {
  readonly minus: Rgb;
  readonly zero: Rgb;
  readonly plus: Rgb;
}

export const divergingOf = (palette: Palette): Diverging => ({
  minus: rgbOf(palette('--minus')),
  zero: rgbOf(palette('--surface')),
  plus: rgbOf(palette('--plus')),
});

/** The colour at -1 ... 1: the hue says the sign, how far it is from the surface the size. */
export function divergingColour(fraction: number, { minus, zero, plus }: Diverging): Rgb {
  const end = fraction < 0 ? minus : plus;
  const share = Math.min(Math.abs(fraction), 1);
  const mix = (channel: 0 | 1 | 2): number => Math.round(zero[channel] + share * (end[channel] - zero[channel]));
  return [mix(0), mix(1), mix(2)];
}

export const rgbText = ([red, green, blue]: Rgb): string => `rgb(${red}, ${green}, ${blue})`;
