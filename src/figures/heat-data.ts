/** @file What a heatmap shows: signed numbers of rows over time, as plain data; the screen and the exports draw the same. */
import { symlogScale, type SymlogScale } from './symlog.ts';

export interface HeatRow {
  readonly id: string;
  readonly label: string;
  /** Token or colour, shown where the row is lit. */
  readonly colour: string;
}

export interface HeatmapData {
  readonly title: string;
  /** Says the scale, where it is left out. */
  readonly subtitle?: string;
  readonly rows: readonly HeatRow[];
  /** columns x rows, row-major: the numbers of the first instant first. */
  readonly values: Float64Array;
  readonly columns: number;
  /** Seconds, or iterations, between two columns. */
  readonly dt: number;
  /** What lies along the columns; time where it is absent. */
  readonly xName?: 'time' | 'iteration';
  /** Of the values; empty for plain numbers. */
  readonly unit: string;
  /** One symmetric logarithmic scale for all rows, or one for each. */
  readonly scale: 'symlog' | 'symlog by row';
  /** A value with its unit. */
  readonly format: (value: number) => string;
}

export const heatSubtitle = ({ subtitle, scale }: HeatmapData): string =>
  subtitle ?? (scale === 'symlog' ? 'symlog' : 'symlog by row');

/** A place along the columns with its name or unit: "1.75 s", "iteration 41". */
export const heatPlace = ({ xName }: Pick<HeatmapData, 'xName'>, x: number): string =>
  xName === 'iteration' ? `iteration ${Math.floor(x)}` : `${Number(x.toFixed(3))} s`;

/** The same along the axis, where there is less room. */
export const heatTick = ({ xName }: Pick<HeatmapData, 'xName'>, x: number): string =>
  xName === 'iteration' ? String(x) : `${x} s`;

/** A cell and what it holds. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** A heatmap as so many columns of pixels show it. */
export interface HeatGrid {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns, row-major, -1 ... 1; NaN where something in the cell is not finite. */
  readonly fractions: Float64Array;
  /** The scale of all rows, or of each. */
  readonly scales: readonly SymlogScale[];
  /** The largest size of all cells; null where all are 0 or not finite. */
  readonly largest: HeatCell | null;
  /** Cells of the data that are not finite. */
  readonly notFinite: number;
}

/** The number of a cell of the data. */
export const heatValue = ({ values, rows }: HeatmapData, row: number, column: number): number =>
  values[column * rows.length + row];

const rowOf = (data: HeatmapData, row: number): Float64Array =>
  Float64Array.from({ length: data.columns }, (_, column) => heatValue(data, row, column));

/** Of [from, to) of a row the value of the largest size; NaN where one is not finite. */
function strongest(row: Float64Array, from: number, to: number): number {
  let found = 0;
  for (let column = from; column < to; column++) {
    if (!Number.isFinite(row[column])) return NaN;
    if (Math.abs(row[column]) > Math.abs(found)) found = row[column];
  }
  return found;
}

function extremesOf(data: HeatmapData): Pick<HeatGrid, 'largest' | 'notFinite'> {
  let largest: HeatCell | null = null;
  let notFinite = 0;
  for (let index = 0; index < data.columns * data.rows.length; index++) {
    const value = data.values[index];
    if (!Number.isFinite(value)) notFinite++;
    else if (Math.abs(value) > Math.abs(largest?.value ?? 0))
      largest = { row: index % data.rows.length, column: Math.floor(index / data.rows.length), value };
  }
  return { largest, notFinite };
}

/** At most `most` columns: where there are more instants, a column shows the strongest of its own, so that no spike vanishes. */
export function heatGrid(data: HeatmapData, most: number): HeatGrid {
  const rows = data.rows.length;
  const columns = Math.max(Math.min(data.columns, Math.floor(most)), 0);
  const lines = data.rows.map((_, row) => rowOf(data, row));
  const scales = data.scale === 'symlog' ? [symlogScale(data.values)] : lines.map((line) => symlogScale(line));
  const fractions = new Float64Array(rows * columns);
  const start = (column: number): number => Math.floor((column * data.columns) / columns);
  for (const [row, line] of lines.entries())
    for (let column = 0; column < columns; column++)
      fractions[row * columns + column] = (scales[row] ?? scales[0]).at(
        strongest(line, start(column), start(column + 1)),
      );
  return { rows, columns, fractions, scales, ...extremesOf(data) };
}

/** In words. */
export function heatSentence(
  data: HeatmapData,
  { largest, notFinite }: Pick<HeatGrid, 'largest' | 'notFinite'>,
): string {
  const { title, rows, columns, dt, format, xName } = data;
  if (columns === 0) return `${title}: nothing to show yet.`;
  return [
    `${title}: ${rows.length} rows over ${xName === 'iteration' ? `${Math.round(columns * dt)} iterations` : heatPlace(data, columns * dt)}`,
    largest
      ? `largest ${format(largest.value)} at ${rows[largest.row].label}, ${heatPlace(data, largest.column * dt)}`
      : 'all zero',
    ...(notFinite > 0 ? [`${notFinite} not finite`] : []),
  ].join(', ');
}
