/** @file A drawing of the Lab as the content of files: the page and the terminal write the same. */
import type { Palette } from '../../figures/colours.ts';
import { svgOf } from '../../figures/figure-kinds.ts';
import { lightPalette } from '../../figures/light-palette.ts';
import { type Drawing, figureDataOf } from './lab-figure.ts';

/** Pixels of a figure as a file. */
const size = { width: 720, height: 520 } as const;

/** The text of an SVG. */
export const svgOfDrawing = ({ data }: Pick<Drawing, 'data'>, palette: Palette = lightPalette): string =>
  svgOf(figureDataOf(data), { palette, ...size });
