/** @file Where everything of a chart lies, in pixels. */
import type { Measure, Size } from '../figure-layout.ts';
import { gapOf } from '../gaps.ts';
import { type PixelLine, placeLabels, type PlacedLabel } from '../labels.ts';
import { layOutLegend, type Legend, lineSign } from '../legend.ts';
import { layOutPlane, type Plane, xPixel, yPixel } from '../plane.ts';
import { circlePath } from '../glyphs.ts';
import type { Shape } from '../shapes.ts';
import { type ChartAxis, type ChartCurve, type ChartData, isShown } from './chart-data.ts';

export interface LaidCurve {
  readonly curve: ChartCurve;
  /** Pixels; NaN where an axis cannot show the point. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Words of a limit at the top of the chart. */
interface LaidLimit {
  readonly x: number;
  readonly label: string;
  readonly colour: string;
  readonly row: number;
  readonly anchor: 'start' | 'end';
}

export interface ChartLayout {
  readonly plane: Plane;
  readonly curves: readonly LaidCurve[];
  readonly limits: readonly LaidLimit[];
  /** Places of what is said at the curves. */
  readonly words: readonly PlacedLabel[];
  /** Of sticks and areas. */
  readonly floor: number;
  readonly legend: Legend;
  readonly legendTop: number;
}

/** Free share of an axis beyond its numbers. */
const room = 0.04;
/** Pixels of a row of words of limits. */
export const limitRow = 15;

/** What an axis spans: its numbers with a little room, unless it says more itself. */
function rangeOf(axis: ChartAxis, values: Iterable<number>, isRooted: boolean): [number, number] {
  const { scale = 'linear', min, max } = axis;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (gapOf(value, scale)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (isRooted && scale === 'linear') [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (!(low <= high)) [low, high] = scale === 'log' ? [0.1, 10] : [0, 1];
  if (scale === 'log') {
    const factor = high > low ? (high / low) ** room : 2;
    return [min ?? low / factor, max ?? high * factor];
  }
  const free = high > low ? room * (high - low) : Math.abs(high) / 2 || 1;
  return [min ?? (isRooted && low === 0 ? 0 : low - free), max ?? high + free];
}

const standsOnFloor = ({ style }: ChartCurve): boolean => style === 'sticks' || style === 'area';

/** What a curve looks like, 16 pixels wide. */
function signOf({ style = 'line', colour }: ChartCurve): (x: number, y: number) => readonly Shape[] {
  switch (style) {
    case 'line':
      return lineSign(colour);
    case 'dashed':
      return lineSign(colour, [5, 4]);
    case 'dots':
      return (x, y) => [{ d: circlePath(x, y, 3), fill: colour, stroke: '--surface', width: 1 }];
    case 'sticks':
      return (x, y) => [
        { d: `M${x} ${y + 6}v-8`, stroke: colour, width: 1.5 },
        { d: circlePath(x, y - 3, 2.5), fill: colour },
      ];
    case 'area':
      return (x, y) => [
        { d: `M${x - 8} ${y - 4}h16v9h-16Z`, fill: '--spread' },
        { d: `M${x - 8} ${y - 4}h16`, stroke: colour, width: 1.75 },
      ];
  }
}

/** In the order in which labels look for their end. */
function ascending({ x, y }: LaidCurve): PixelLine {
  const order = Array.from(x.keys()).sort((a, b) => x[a] - x[b]);
  return { x: order.map((index) => x[index]), y: order.map((index) => y[index]) };
}

/** Words to the right of their line, or to its left where there is no room, each row without overlaps. */
function layOutLimits(plane: Plane, { limits = [] }: ChartData, measure: Measure): LaidLimit[] {
  const { box, x: axis } = plane;
  const ends: [number, number][][] = [];
  const shown = limits.filter(({ x }) => x >= axis.min && x <= axis.max);
  return shown.map(({ x, label, colour }): LaidLimit => {
    const at = xPixel(plane, x);
    const width = measure(label, 'label') + 8;
    const anchor = at + width <= box.left + box.width ? 'start' : 'end';
    const [from, to] = anchor === 'start' ? [at, at + width] : [at - width, at];
    let row = 0;
    while (ends[row]?.some(([left, right]) => from < right && left < to)) row++;
    (ends[row] ??= []).push([from, to]);
    return { x: at, label, colour, row, anchor };
  });
}

export function layOutChart(data: ChartData, size: Size, measure: Measure): ChartLayout {
  const { x, y, curves, limits = [] } = data;
  const legend = layOutLegend(
    curves.filter(({ label }) => label).map((curve) => ({ label: curve.label, sign: signOf(curve) })),
    size.width,
    measure,
  );
  const isRooted = curves.some(standsOnFloor);
  const xs = [...curves.flatMap((curve) => Array.from(curve.x)), ...limits.map((limit) => limit.x)];
  const ys = curves.flatMap((curve) => Array.from(curve.y));
  const plane = layOutPlane([x, rangeOf(x, xs, false)], [y, rangeOf(y, ys, isRooted)], size, measure, {
    right: 12,
    bottom: legend.height,
  });
  const laid = curves.map((curve): LaidCurve => {
    const shown = (index: number): boolean => isShown(data, curve.x[index], curve.y[index]);
    return {
      curve,
      x: Float64Array.from(curve.x, (value, index) => (shown(index) ? xPixel(plane, value) : NaN)),
      y: Float64Array.from(curve.y, (value, index) => (shown(index) ? yPixel(plane, value) : NaN)),
    };
  });
  const requests = laid
    .filter(({ curve: { words } }) => words)
    .map((line) => ({
      id: line.curve.id,
      width: Math.ceil(measure(line.curve.words!, 'label')) + 4,
      line: ascending(line),
    }));
  return {
    plane,
    curves: laid,
    limits: layOutLimits(plane, data, measure),
    words: placeLabels(requests, plane.box, limitRow),
    floor:
      plane.y.scale === 'log'
        ? plane.box.top + plane.box.height
        : yPixel(plane, Math.max(plane.y.min, Math.min(0, plane.y.max))),
    legend,
    legendTop: size.height - legend.height,
  };
}

/** The point next to a place in pixels, of any curve; null where none is within the grip. */
export function pointNear(
  { curves }: ChartLayout,
  x: number,
  y: number,
  grip = 24,
): { readonly curve: ChartCurve; readonly index: number } | null {
  let found: { curve: ChartCurve; index: number } | null = null;
  let least = grip;
  for (const laid of curves)
    for (const index of laid.x.keys()) {
      const distance = Math.sqrt((laid.x[index] - x) ** 2 + (laid.y[index] - y) ** 2);
      if (distance < least) [found, least] = [{ curve: laid.curve, index }, distance];
    }
  return found;
}
