/** @file Where everything of a figure lies, in pixels: worked out once, drawn by the screen and by the exports. */
import { type Axis, fractionOf, linearAxis, logAxis, roomyAxis } from './axis.ts';
import { type Points, thinned } from './extremes.ts';
import type { FigureBand, FigureData, FigureLine, FigureMark } from './figure-data.ts';
import { gapOf, gapsOf, type GapKind, type Scale } from './gaps.ts';
import { type Box, placeLabels, type PixelLine, type PlacedLabel } from './labels.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Width of a text in pixels, in the font of its place. */
export type Measure = (text: string, font: 'tick' | 'label') => number;

/** A line as it is drawn: thinned to the pixels that there are. */
export interface LaidLine {
  readonly line: FigureLine;
  /** In the units of the axes; NaN in y is a gap. */
  readonly points: Points;
  readonly pixels: PixelLine;
}

export interface LaidBand {
  readonly band: FigureBand;
  readonly low: LaidLine['points'];
  readonly high: LaidLine['points'];
}

/** A gap of a line at the edge of the plot, x in pixels. */
export interface LaidGap {
  readonly colour: string;
  readonly kind: GapKind;
  readonly from: number;
  readonly to: number;
}

export interface FigureLayout {
  readonly size: Size;
  /** Of the plot without its axes. */
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly LaidLine[];
  readonly band: LaidBand | null;
  readonly gaps: readonly LaidGap[];
  /** One of a kind in a pixel. */
  readonly marks: readonly (Pick<FigureMark, 'kind' | 'label'> & { readonly x: number })[];
  readonly labels: readonly PlacedLabel[];
  /** Lines whose label found no place, and those that are zero everywhere: they have no place on a logarithmic axis. */
  readonly unlabelled: readonly FigureLine[];
}

/** Heights in pixels: a label, the row of ticks, the row with the name of the x axis. */
export const heights = { label: 15, ticks: 18, name: 15 } as const;
/** Free pixels above and to the right of the plot, which marks and the last tick need. */
const padding = { top: 12, right: 14, tick: 7 } as const;

/** Smallest and largest value that the scale can show, of all lines and the band; null where there is none. */
function extentOf({ lines, band, scale }: FigureData): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [...lines.map(({ y }) => y), ...(band ? [band.low, band.high] : [])])
    for (let i = 0; i < values.length; i++) {
      if (gapOf(values[i], scale)) continue;
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
  return low <= high ? [low, high] : null;
}

function yAxisOf(data: FigureData, height: number): Axis {
  const most = Math.max(2, Math.floor(height / 32));
  const extent = extentOf(data);
  if (data.scale === 'linear') return extent ? roomyAxis(extent[0], extent[1], most) : linearAxis(0, 1, most);
  return extent ? logAxis(extent[0], extent[1], most) : logAxis(1e-3, 1, most);
}

function xAxisOf({ lines, xName }: FigureData, width: number): Axis {
  const isIterations = xName === 'iteration';
  const most = lines.reduce((end, { x }) => (x.length > 0 ? Math.max(end, x[x.length - 1]) : end), 0);
  const end = isIterations ? Math.max(most, 10) : most || 1;
  return linearAxis(0, end, Math.max(2, Math.floor(width / 44)), isIterations ? 1 : 0);
}

/** Marks of one kind that fall on one pixel are one. */
function laidMarks(marks: readonly FigureMark[], toX: (x: number) => number): FigureLayout['marks'] {
  const found = new Map<string, FigureLayout['marks'][number]>();
  for (const { x, kind, label } of marks) {
    const pixel = Math.round(toX(x));
    found.set(`${kind} ${pixel}`, { x: pixel, kind, label });
  }
  return [...found.values()];
}

/** A line with nothing to draw on a logarithmic axis: its name says so. */
const isZero = ({ y }: FigureLine, scale: Scale): boolean =>
  scale === 'log' && y.length > 0 && Array.prototype.every.call(y, (value) => value === 0);

const namedZero = (line: FigureLine): FigureLine => ({ ...line, label: `${line.label}: 0` });

/** Places everything in a figure of this size; `before` keeps its labels from jumping. */
export function layOutFigure(
  data: FigureData,
  size: Size,
  measure: Measure,
  before: readonly PlacedLabel[] = [],
): FigureLayout {
  const below = heights.ticks + heights.name;
  const height = Math.max(size.height - padding.top - below, 10);
  const y = yAxisOf(data, height);
  const widest = y.ticks.reduce((most, tick) => Math.max(most, measure(data.formatTick(tick), 'tick')), 12);
  const left = Math.ceil(widest) + padding.tick;
  const box: Box = { left, top: padding.top, height, width: Math.max(size.width - left - padding.right, 10) };
  const x = xAxisOf(data, box.width);
  const toX = (value: number): number => box.left + fractionOf(x, value) * box.width;
  const toY = (value: number): number => box.top + (1 - fractionOf(y, value)) * box.height;
  const fewer = (xs: ArrayLike<number>, ys: ArrayLike<number>, scale: Scale): Points =>
    thinned(xs, ys, scale, { low: x.min, high: x.max, bins: Math.ceil(box.width) });
  const lines = data.lines.map((line): LaidLine => {
    const points = fewer(line.x, line.y, data.scale);
    return { line, points, pixels: { x: points.x.map(toX), y: points.y.map(toY) } };
  });
  const zeros = data.lines.filter((line) => isZero(line, data.scale));
  const gaps = data.lines
    .filter((line) => !zeros.includes(line))
    .flatMap((line) =>
      gapsOf(line.x, line.y, data.scale).map(({ from, to, kind }) => ({
        colour: line.colour,
        kind,
        from: toX(from),
        to: toX(to),
      })),
    );
  const named = lines.filter(({ line, points }) => line.label && points.y.some((value) => !Number.isNaN(value)));
  const requests = named.map(({ line: { id, label }, pixels }) => ({
    id,
    width: Math.ceil(measure(label, 'label')) + 2,
    line: pixels,
  }));
  const labels = placeLabels(requests, box, heights.label, before);
  return {
    size,
    box,
    x,
    y,
    lines,
    band: data.band
      ? {
          band: data.band,
          low: fewer(data.band.x, data.band.low, data.scale),
          high: fewer(data.band.x, data.band.high, data.scale),
        }
      : null,
    gaps,
    marks: laidMarks(data.marks ?? [], toX),
    labels,
    unlabelled: [
      ...named.map(({ line }) => line).filter(({ id }) => !labels.some((label) => label.id === id)),
      ...zeros.filter(({ label }) => label).map(namedZero),
    ],
  };
}
