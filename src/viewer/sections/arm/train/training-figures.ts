/** @file Figures of a training, as data: how many succeed, how near they come, how steep the loss is layer by layer, what is saturated. */
import { capitalized } from '../../../../text/capitalized.ts';
import { formatNumber, formatQuantity } from '../../../../text/quantities.ts';
import { percent } from '../../../../train/training.ts';
import type { FigureData, FigureLine, FigureMark } from '../../../../figures/figure-data.ts';
import type { HeatmapData } from '../../../../figures/heat-data.ts';
import type { SeriesTable } from '../../../../figures/series.ts';
import { lineColours } from '../../../studio/readings.ts';
import type { TrainingFacts } from '../calls.ts';
import { level, lineOf, type MeasureOfRun } from '../figures/run-figures.ts';
import { lengthTick, tickOf } from '../figures/ticks.ts';
import { highColumn, layerColumn, limitedColumn, medianColumn, saturatedColumn, successColumn } from './columns.ts';

const tickOfShare = (share: number): string => `${Math.round(100 * share)} %`;

const shares = { xName: 'iteration', scale: 'linear', format: percent, formatTick: tickOfShare } as const;

/** Part of the validation that succeeds; `until`: where the training ends, if it does. */
export function successFigure(
  series: SeriesTable,
  { validation }: TrainingFacts,
  until: number | undefined,
  marks: readonly FigureMark[],
): FigureData {
  const last = series.last ?? -1;
  const end: FigureLine[] =
    until === undefined || last < 0
      ? []
      : [{ id: 'until', label: `ends at ${percent(until)}`, colour: '--muted', dashed: true, ...level(last, until) }];
  return {
    id: 'success',
    title: 'Success',
    subtitle: `of ${validation} unseen goals, over k`,
    ...shares,
    lines: [lineOf(series, successColumn, { id: 'success', label: '', colour: '--now' }), ...end],
    marks,
  };
}

/** The measure of success over the validation. */
export function errorFigure(series: SeriesTable, { name, unit, title, tolerance }: MeasureOfRun): FigureData {
  const last = series.last ?? -1;
  const format = (value: number): string => formatQuantity(value, unit);
  const limit: FigureLine[] =
    tolerance === null || last < 0
      ? []
      : [{ id: 'tolerance', label: 'tolerance', colour: '--muted', dashed: true, ...level(last, tolerance) }];
  return {
    id: 'error',
    title: `${capitalized(title)}, unseen goals`,
    xName: 'iteration',
    scale: 'log',
    lines: [
      lineOf(series, medianColumn(name), { id: 'median', label: 'median', colour: '--now' }),
      lineOf(series, highColumn(name), { id: 'high', label: '99 % below', colour: '--line-1' }),
      ...limit,
    ],
    format,
    formatTick: unit === 'm' ? lengthTick : tickOf,
  };
}

/** Units that are saturated, layer by layer, and steps at which a drive is at its limit. */
export function saturationFigure(series: SeriesTable, { layers }: TrainingFacts): FigureData {
  return {
    id: 'saturation',
    title: 'Saturated units',
    subtitle: 'and torque limits, over k',
    ...shares,
    lines: [
      ...layers.saturable.map((layer, place) =>
        lineOf(series, saturatedColumn(place), {
          id: layer,
          label: layer,
          colour: lineColours[place % lineColours.length],
        }),
      ),
      lineOf(series, limitedColumn, { id: limitedColumn, label: 'torque limit', colour: '--muted', dashed: true }),
    ],
  };
}

/** Columns that a heatmap over the iterations has at most. */
const mostColumns = 240;

/** The gradient's norm in every layer at every iteration, the last layer on top: it is the one that the gradient comes from. */
export function layersHeatmap(series: SeriesTable, { layers }: TrainingFacts): HeatmapData {
  const iterations = (series.last ?? -1) + 1;
  const columns = Math.min(iterations, mostColumns);
  const rows = [...layers.all].reverse();
  const values = new Float64Array(columns * rows.length);
  for (let column = 0; column < columns; column++) {
    const k = Math.round(((column + 0.5) * iterations) / columns - 0.5);
    rows.forEach((layer, row) => (values[column * rows.length + row] = series.at(layerColumn(layer), k)?.value ?? NaN));
  }
  return {
    title: 'Gradient norm, layer × iteration',
    subtitle: 'symlog',
    rows: rows.map((layer) => ({ id: layer, label: layer, colour: '--now' })),
    values,
    columns,
    dt: columns > 0 ? iterations / columns : 1,
    xName: 'iteration',
    unit: '',
    scale: 'symlog',
    format: formatNumber,
  };
}
