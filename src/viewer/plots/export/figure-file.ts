/** @file A plot of the page as a file to keep: light colours, as vectors or as a picture. */
import type { FigureData } from '../figure-data.ts';
import type { HeatmapData } from '../heat-data.ts';
import { figureSvg } from './figure-svg.ts';
import { heatmapSvg } from './heatmap-svg.ts';
import { lightPalette } from './light-palette.ts';
import { pngOf } from './png.ts';

export type FigureFileKind = 'svg' | 'png';

/** The file's content; a picture has two pixels for one of the vectors' units. */
export async function figureFile(data: FigureData | HeatmapData, kind: FigureFileKind): Promise<Blob> {
  const options = { palette: lightPalette() };
  const svg = 'rows' in data ? heatmapSvg(data, options) : figureSvg(data, options);
  return kind === 'png' ? pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' });
}
