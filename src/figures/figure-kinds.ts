/** @file Every kind of figure: as a file of vectors, and as a table of its numbers; for the page's menu and for the terminal. */
import type { CsvTable } from '../formats/csv.ts';
import type { ChartData } from './chart/chart-data.ts';
import { chartSvg, chartTable } from './chart/chart-shapes.ts';
import type { ContourData } from './contour/contour-data.ts';
import { contourSvg, contourTable } from './contour/contour-svg.ts';
import type { FigureData } from './figure-data.ts';
import { figureSvg, type SvgOptions } from './figure-svg.ts';
import type { HeatmapData } from './heat-data.ts';
import { heatmapSvg } from './heatmap-svg.ts';
import type { RegimeData } from './regime/regime-data.ts';
import { regimeSvg, regimeTable } from './regime/regime-shapes.ts';
import type { SurfaceData } from './surface/surface-data.ts';
import { surfaceSvg } from './surface/surface-svg.ts';

/** Figures over a plane of two axes, which have their numbers as a table. */
export type PlaneFigure = ContourData | SurfaceData | ChartData | RegimeData;

export type AnyFigure = FigureData | HeatmapData | PlaneFigure;

export function svgOf(data: AnyFigure, options: SvgOptions): string {
  if ('view' in data) return surfaceSvg(data, options);
  if ('z' in data) return contourSvg(data, options);
  if ('curves' in data) return chartSvg(data, options);
  if ('regimes' in data) return regimeSvg(data, options);
  return 'rows' in data ? heatmapSvg(data, options) : figureSvg(data, options);
}

export const isPlane = (data: AnyFigure): data is PlaneFigure => 'z' in data || 'curves' in data || 'regimes' in data;

export function tableOf(data: PlaneFigure): CsvTable {
  if ('z' in data) return contourTable(data);
  return 'curves' in data ? chartTable(data) : regimeTable(data);
}
