/** @file Figures over the iterations, as data: the loss with earlier runs, its terms, the distance, the gradient's norm. */
import { formatNumber, formatQuantity } from '../../../../text/quantities.ts';
import type { FigureBand, FigureData, FigureLine, FigureMark } from '../../../../figures/figure-data.ts';
import type { SeriesTable } from '../../../../figures/series.ts';
import { percentile, termColumn } from '../../../studio/readings.ts';
import { measureColumn } from '../column-names.ts';
import type { PastRun } from '../../../studio/store/run.ts';
import type { MainMeasure } from '../calls.ts';
import { methodColour } from '../method-colours.ts';
import { lengthTick, tickOf } from './ticks.ts';

const has = (series: SeriesTable, column: string): boolean => series.columns.some(({ id }) => id === column);

const nothing = { x: [], y: [] };

/** Line of a column; empty before any experiment is open, when there are no columns. */
export const lineOf = (series: SeriesTable, column: string, line: Omit<FigureLine, 'x' | 'y'>): FigureLine => ({
  ...line,
  ...(has(series, column) ? series.line(column) : nothing),
});

/** What lies between the tenth and the ninetieth percentile of many runs, and their median; nothing of one run. */
function spreadOf(series: SeriesTable, column: string): { lines: FigureLine[]; band?: FigureBand } {
  if (!has(series, percentile(column, 'median'))) return { lines: [] };
  const [low, high] = [series.line(percentile(column, 'low')), series.line(percentile(column, 'high'))];
  return {
    lines: [lineOf(series, percentile(column, 'median'), { id: 'median', label: 'median', colour: '--muted' })],
    band: { label: '10 to 90 % of the starts', x: low.x, low: low.y, high: high.y },
  };
}

const overIterations = { xName: 'iteration', scale: 'log' } as const;
const plain = { format: formatNumber, formatTick: tickOf };

/** Lines of earlier runs: the last one named, older ones paler; by the colours of their methods where these differ. */
function linesBefore(past: readonly PastRun[], method: string): FigureLine[] {
  const isOfSeveral = past.some((run) => run.method !== method);
  return past.map(({ label, method: own, series }, i): FigureLine => {
    const isLast = i === past.length - 1;
    const colour = isOfSeveral ? methodColour(own) : isLast ? '--muted' : '--line';
    return lineOf(series, 'loss', { id: `past ${i}`, subject: own, dashed: true, label: isLast ? label : '', colour });
  });
}

/** The loss of this run, which `method` made, and of those before it. */
export function lossFigure(
  series: SeriesTable,
  method: string,
  past: readonly PastRun[],
  marks: readonly FigureMark[],
): FigureData {
  const { lines, band } = spreadOf(series, 'loss');
  const isMany = band !== undefined;
  const before = linesBefore(past, method);
  const own = lineOf(series, 'loss', {
    id: 'loss',
    subject: method,
    label: isMany ? 'best' : past.length > 0 ? 'this run' : '',
    colour: '--now',
  });
  return {
    id: 'loss',
    title: 'Loss',
    subtitle: past.length > 0 ? 'log, over k, with the runs before' : 'log, over k',
    ...overIterations,
    ...plain,
    lines: [own, ...lines.map((line) => ({ ...line, subject: method })), ...before.reverse()],
    band,
    marks,
  };
}

/** One line a cost, in the order of the scene. `terms`: names of the costs. */
export function termsFigure(series: SeriesTable, terms: readonly string[]): FigureData {
  const lines = terms.flatMap((term) => {
    const column = series.columns.find(({ id }) => id === termColumn(term));
    return column ? [lineOf(series, column.id, { id: term, label: column.label, colour: column.colour })] : [];
  });
  return { id: 'terms', title: 'Loss by terms', ...overIterations, ...plain, lines };
}

/** What the measure is called, and what counts as success; null where nothing does. */
export interface MeasureOfRun extends MainMeasure {
  readonly title: string;
  readonly tolerance: number | null;
}

export function distanceFigure(series: SeriesTable, { name, unit, title, tolerance }: MeasureOfRun): FigureData {
  const column = measureColumn(name);
  const { lines, band } = has(series, column) ? spreadOf(series, column) : { lines: [] };
  const own = has(series, column)
    ? [lineOf(series, column, { id: 'value', label: band ? 'best' : '', colour: '--now' })]
    : [];
  const last = series.last ?? -1;
  const format = (value: number): string => formatQuantity(value, unit);
  const limit: FigureLine[] =
    tolerance === null || last < 0
      ? []
      : [
          {
            id: 'tolerance',
            label: `tolerance ${format(tolerance)}`,
            colour: '--muted',
            dashed: true,
            ...level(last, tolerance),
          },
        ];
  return {
    id: 'distance',
    title,
    ...overIterations,
    lines: [...own, ...lines, ...limit],
    band,
    format,
    formatTick: unit === 'm' ? lengthTick : tickOf,
  };
}

const levels = new Map<string, Pick<FigureLine, 'x' | 'y'>>();

/** A level line, the same arrays for the same numbers: figures draw again what is a new array. */
export function level(last: number, value: number): Pick<FigureLine, 'x' | 'y'> {
  const key = `${last} ${value}`;
  const known = levels.get(key) ?? { x: [0, Math.max(last, 1)], y: [value, value] };
  levels.clear();
  levels.set(key, known);
  return known;
}

/** `clips`: whether anything shortens the gradient: only then is there a second line. */
export function normFigure(series: SeriesTable, clips: boolean, marks: readonly FigureMark[]): FigureData {
  const own = lineOf(series, 'gradientNorm', { id: 'norm', label: clips ? 'gradient' : '', colour: '--now' });
  const clipped = lineOf(series, 'clippedGradientNorm', {
    id: 'clipped',
    label: 'clipped',
    colour: '--muted',
    dashed: true,
  });
  return {
    id: 'norm',
    title: 'Gradient norm',
    ...overIterations,
    ...plain,
    lines: clips ? [own, clipped] : [own],
    marks,
  };
}
