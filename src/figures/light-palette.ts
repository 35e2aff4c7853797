/** @file The light colours of the page as a table: figures that leave it, or were never in it, go onto white paper. */
import type { Palette } from './colours.ts';

/** Tokens of tokens.css that figures are drawn in; a test compares them with that file. */
const light: Readonly<Record<string, string>> = {
  '--surface': '#ffffff',
  '--sunken': '#f3f5f7',
  '--line': '#dde2e8',
  '--control': '#7d8896',
  '--text': '#12161c',
  '--muted': '#525c69',
  '--now': '#c64a12',
  '--plus': '#12806a',
  '--minus': '#7b3294',
  '--good': '#137047',
  '--bad': '#b3261e',
  '--line-1': '#0a66a8',
  '--line-2': '#167f60',
  '--line-3': '#b0478e',
  '--line-4': '#806600',
  '--line-5': '#3b2f8f',
  '--line-6': '#66717e',
  '--ghost': '#98a3b3',
  '--spread': '#7e8a9c42',
};

/** A token that figures do not use is grey. */
export const lightPalette: Palette = (token) => light[token] ?? '#808080';

export const lightTokens: readonly string[] = Object.keys(light);
