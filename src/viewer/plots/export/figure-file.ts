/** @file A plot of the page as a file to keep: light colours for white paper, as vectors, as a picture, or its numbers. */
import { type CsvTable, encodeCsv } from '../../../formats/csv.ts';
import type { Palette } from '../../../figures/colours.ts';
import { type AnyFigure, svgOf } from '../../../figures/figure-kinds.ts';
import { lightPalette } from '../../../figures/light-palette.ts';
import { pngOf } from './png.ts';

export type FigureFileKind = 'svg' | 'png' | 'csv';

/** The text of an SVG, in given colours. */
export type Drawing = (palette: Palette) => string;

/** The numbers of a figure. */
export type Table = () => CsvTable;

export const drawingOf =
  (data: AnyFigure): Drawing =>
  (palette) =>
    svgOf(data, { palette });

/** The file's content; a picture has two pixels for one of the vectors' units. Throws an Error where the browser cannot draw it. */
export async function figureFile(draw: Drawing, kind: Exclude<FigureFileKind, 'csv'>): Promise<Blob> {
  const svg = draw(lightPalette);
  return kind === 'png' ? pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' });
}

export const tableFile = (table: Table): Blob => new Blob([encodeCsv(table())], { type: 'text/csv' });
