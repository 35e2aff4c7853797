/** @file What the Lab draws: figures as plain data with captions, which a worker can post and everybody draws alike. */
import type { CsvColumn, CsvTable } from '../../formats/csv.ts';
import { tickText } from '../../figures/axis.ts';
import type { ChartData } from '../../figures/chart/chart-data.ts';
import { type AnyFigure, type PlaneFigure, tableOf } from '../../figures/figure-kinds.ts';
import type { HeatmapData } from '../../figures/heat-data.ts';
import type { SurfaceView } from '../../figures/surface/view.ts';
import type { Look } from '../look.ts';
import type { LabOptions } from '../walk.ts';
import type { Dimension, FigureName } from './names.ts';

/** A heatmap without its function that says a value. */
export interface HeatNumbers extends Omit<HeatmapData, 'format'> {
  readonly id: string;
}

/** Plain data of a figure. */
export type LabData = PlaneFigure | HeatNumbers;

/** A spectrum before any method is compared with it. */
export interface BareSpectrum {
  readonly data: ChartData;
  readonly caption: string;
  /** Curvature above which a line would leave no room for the spectrum. */
  readonly farthest: number;
  /** Whether its eigenvalues stand by their rank, and curvature goes up. */
  readonly isByRank: boolean;
}

/** A figure with what is said below it. */
export interface Drawing {
  readonly data: LabData;
  /** What is seen and what to notice, in whole sentences. */
  readonly caption: string;
  /** Of a spectrum: the same before any method is compared with it. */
  readonly bare?: BareSpectrum;
}

/** How figures are made. */
export interface DrawOptions extends LabOptions {
  /** Points a side of a surface; default what the study says. */
  readonly points?: number;
  /** How a surface is drawn, and from where; default what the study says. */
  readonly dimensions?: readonly Dimension[];
  readonly view?: SurfaceView;
  /** How rows of a heatmap are sorted; default as the parameters are. */
  readonly sort?: 'order' | 'size';
}

/** One of the Lab's figures, which may be several drawings. */
export interface LabFigure {
  readonly name: FigureName;
  /** Why it cannot be drawn of a study; null where it can. */
  readonly missing: (look: Look) => string | null;
  /** Drawings again and again, the last ones whole. Rejects with the signal's reason. */
  readonly draw: (look: Look, options: DrawOptions) => AsyncIterable<readonly Drawing[]>;
}

/** The same with all that drawing needs. */
export const figureDataOf = (data: LabData): AnyFigure =>
  'rows' in data && 'dt' in data
    ? { ...data, format: (value) => `${tickText(value)}${data.unit && ` ${data.unit}`}` }
    : (data as PlaneFigure);

/** The numbers of a figure, with the units in the names of the columns. */
export function tableOfDrawing({ data }: Pick<Drawing, 'data'>): CsvTable {
  if (!('dt' in data)) return tableOf(data);
  const { rows, columns, values, dt, unit, xName } = data;
  const along: CsvColumn = {
    name: xName === 'iteration' ? 'iteration' : 'time [s]',
    values: Array.from({ length: columns }, (_, column) => column * dt),
  };
  return {
    columns: [
      along,
      ...rows.map(({ label }, row) => ({
        name: unit ? `${label} [${unit}]` : label,
        values: Array.from({ length: columns }, (_, column) => values[column * rows.length + row]),
      })),
    ],
  };
}
