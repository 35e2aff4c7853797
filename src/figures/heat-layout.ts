/** @file Where everything of a heatmap lies, in pixels: worked out once, drawn by the screen and by the exports. */
import { type Axis, linearAxis } from './axis.ts';
import type { Measure, Size } from './figure-layout.ts';
import type { HeatmapData } from './heat-data.ts';
import type { Box } from './labels.ts';

export interface HeatLayout {
  readonly size: Size;
  /** Of the map without names and ticks. */
  readonly box: Box;
  /** s. */
  readonly x: Axis;
  readonly rowHeight: number;
  /** Free pixels between two rows. */
  readonly rowGap: number;
  /** Every so many rows are named. */
  readonly labelEvery: number;
}

/** Least height in pixels of a row's name. */
const labelHeight = 12;
const ticksHeight = 18;
/** The names take at most this share of the width. */
const labelShare = 0.4;

export function layOutHeat({ rows, columns, dt }: HeatmapData, size: Size, measure: Measure): HeatLayout {
  const names = rows.reduce((most, { label }) => Math.max(most, measure(label, 'tick')), 0);
  const left = Math.min(Math.ceil(names) + 8, Math.floor(labelShare * size.width));
  const box = {
    left,
    top: 2,
    width: Math.max(size.width - left - 14, 10),
    height: Math.max(size.height - 2 - ticksHeight, 4),
  };
  const rowHeight = box.height / Math.max(rows.length, 1);
  return {
    size,
    box,
    x: linearAxis(0, columns * dt || 1, Math.max(1, Math.floor(box.width / 64))),
    rowHeight,
    rowGap: rowHeight >= 8 ? 1 : 0,
    labelEvery: Math.max(1, Math.ceil(labelHeight / rowHeight)),
  };
}

/** What lies at a pixel: row and column of the data; null outside of the map. */
export function cellAt(
  { box, rowHeight }: HeatLayout,
  { rows, columns }: HeatmapData,
  x: number,
  y: number,
): { readonly row: number; readonly column: number } | null {
  const row = Math.floor((y - box.top) / rowHeight);
  const column = Math.floor(((x - box.left) / box.width) * columns);
  return row >= 0 && row < rows.length && column >= 0 && column < columns ? { row, column } : null;
}

/** Seconds at a pixel, within the map. */
export const secondsAt = ({ box, x }: HeatLayout, pixel: number): number =>
  Math.min(Math.max((pixel - box.left) / box.width, 0), 1) * x.max;
