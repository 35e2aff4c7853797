/** @file A plot of the page as a file to keep: light colours for white paper, as vectors or as a picture. */
import type { Palette } from '../../../figures/colours.ts';
import type { FigureData } from '../../../figures/figure-data.ts';
import type { HeatmapData } from '../../../figures/heat-data.ts';
import { figureSvg } from '../../../figures/figure-svg.ts';
import { heatmapSvg } from '../../../figures/heatmap-svg.ts';
import { lightPalette } from '../../../figures/light-palette.ts';
import { pngOf } from './png.ts';

export type FigureFileKind = 'svg' | 'png';

/** The text of an SVG, in given colours. */
export type Drawing = (palette: Palette) => string;

export const drawingOf =
  (data: FigureData | HeatmapData): Drawing =>
  (palette) =>
    'rows' in data ? heatmapSvg(data, { palette }) : figureSvg(data, { palette });

/** The file's content; a picture has two pixels for one of the vectors' units. Throws an Error where the browser cannot draw it. */
export async function figureFile(draw: Drawing, kind: FigureFileKind): Promise<Blob> {
  const svg = draw(lightPalette);
  return kind === 'png' ? pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' });
}
