/** @file A plane of two named axes: where its box lies, its ticks and its names; contours, charts and maps of regimes stand on it. */
import { type Axis, exactAxis, fractionOf, tickText, tickTexts, valueAtLog } from './axis.ts';
import type { Measure, Size } from './figure-layout.ts';
import type { Scale } from './gaps.ts';
import type { Box } from './labels.ts';
import { round, type Shape } from './shapes.ts';

/** What an axis is called. */
export interface AxisWords {
  readonly name: string;
  /** Empty for plain numbers. */
  readonly unit: string;
}

export interface PlaneAxis extends AxisWords {
  /** Linear where it is absent. */
  readonly scale?: Scale;
}

/** An axis of a grid. */
export interface GridAxis extends PlaneAxis {
  /** Ascending, at least two; greater than 0 on a logarithmic axis. */
  readonly values: Float64Array;
}

export const axisTitle = ({ name, unit }: AxisWords): string => (unit ? `${name}, ${unit}` : name);

/** A number with the name and the unit of its axis: "kp 12 N m / rad". */
export const named = ({ name, unit }: AxisWords, value: number): string =>
  `${name} ${Number.isFinite(value) ? tickText(value) : 'not finite'}${unit && ` ${unit}`}`;

export const rangeOf = ({ values }: GridAxis): [number, number] => [values[0], values[values.length - 1]];

/** Column and row of the point of a grid next to a place, as the axes show it. */
export function nearestPoint(
  { x, y }: { readonly x: GridAxis; readonly y: GridAxis },
  atX: number,
  atY: number,
): { readonly column: number; readonly row: number } {
  const nearest = (axis: GridAxis, at: number): number => {
    const [min, max] = rangeOf(axis);
    const spanned = { scale: axis.scale ?? 'linear', min, max, ticks: [] };
    const distance = (value: number): number => Math.abs(fractionOf(spanned, value) - fractionOf(spanned, at));
    return axis.values.reduce(
      (best, value, index) => (distance(value) < distance(axis.values[best]) ? index : best),
      0,
    );
  };
  return { column: nearest(x, atX), row: nearest(y, atY) };
}

/** What a plane has beside its box, pixels. */
export interface Margins {
  readonly right: number;
  /** Below the name of the x axis. */
  readonly bottom: number;
}

export interface Plane {
  readonly size: Size;
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly words: { readonly x: AxisWords; readonly y: AxisWords };
}

type Range = readonly [number, number];

const rows = { ticks: 18, name: 16, turned: 17 } as const;
const top = 8;

/** A plane of this size over two ranges; `measure` makes room for the ticks. */
export function layOutPlane(
  [xAxis, xRange]: readonly [PlaneAxis, Range],
  [yAxis, yRange]: readonly [PlaneAxis, Range],
  size: Size,
  measure: Measure,
  { right, bottom }: Margins,
): Plane {
  const height = Math.max(size.height - top - rows.ticks - rows.name - bottom, 10);
  const y = exactAxis(yRange, yAxis.scale ?? 'linear', Math.max(2, Math.floor(height / 30)));
  const widest = tickTexts(y.ticks).reduce((most, text) => Math.max(most, measure(text, 'tick')), 12);
  const left = Math.ceil(widest) + 6 + rows.turned;
  const width = Math.max(size.width - left - Math.max(right, 10), 10);
  return {
    size,
    box: { left, top, width, height },
    x: exactAxis(xRange, xAxis.scale ?? 'linear', Math.max(2, Math.floor(width / 64))),
    y,
    words: { x: xAxis, y: yAxis },
  };
}

export const xPixel = ({ box, x }: Pick<Plane, 'box' | 'x'>, value: number): number =>
  box.left + fractionOf(x, value) * box.width;

export const yPixel = ({ box, y }: Pick<Plane, 'box' | 'y'>, value: number): number =>
  box.top + (1 - fractionOf(y, value)) * box.height;

const valueOf = ({ scale, min, max }: Axis, fraction: number): number =>
  scale === 'log' ? valueAtLog(min, max, fraction) : min + fraction * (max - min);

/** What lies at a pixel; null outside of the box. */
export function placeAt(
  { box, x, y }: Plane,
  left: number,
  height: number,
): { readonly x: number; readonly y: number } | null {
  const [across, up] = [(left - box.left) / box.width, 1 - (height - box.top) / box.height];
  const isInside = across >= 0 && across <= 1 && up >= 0 && up <= 1;
  return isInside ? { x: valueOf(x, across), y: valueOf(y, up) } : null;
}

export const boxPath = ({ left, top, width, height }: Box): string =>
  `M${round(left)} ${round(top)}h${round(width)}v${round(height)}h${round(-width)}Z`;

/** Lines of the ticks across the box, behind what is drawn in it. */
export const gridShapes = (plane: Plane, sides: readonly ('x' | 'y')[] = ['x', 'y']): Shape[] =>
  sides.flatMap((side) =>
    plane[side].ticks.map((tick): Shape => ({
      d:
        side === 'x'
          ? `M${round(xPixel(plane, tick))} ${plane.box.top}v${round(plane.box.height)}`
          : `M${plane.box.left} ${round(yPixel(plane, tick))}h${round(plane.box.width)}`,
      stroke: '--line',
      width: 1,
    })),
  );

/** Frame, ticks and names, in front. */
export function axisShapes(plane: Plane): Shape[] {
  const { box, x, y, words } = plane;
  const bottom = box.top + box.height;
  const [xs, ys] = [x.ticks.map((tick) => xPixel(plane, tick)), y.ticks.map((tick) => yPixel(plane, tick))];
  const [xTexts, yTexts] = [tickTexts(x.ticks), tickTexts(y.ticks)];
  return [
    { d: boxPath(box), stroke: '--control', width: 1 },
    {
      d: [
        ...xs.map((at) => `M${round(at)} ${round(bottom)}v4`),
        ...ys.map((at) => `M${round(box.left)} ${round(at)}h-4`),
      ].join(''),
      stroke: '--control',
      width: 1,
    },
    ...xs.map((at, index): Shape => ({
      text: xTexts[index],
      x: at,
      y: bottom + 16,
      anchor: 'middle',
      colour: '--muted',
    })),
    ...ys.map((at, index): Shape => ({
      text: yTexts[index],
      x: box.left - 6,
      y: at + 4,
      anchor: 'end',
      colour: '--muted',
    })),
    { text: axisTitle(words.x), x: box.left + box.width / 2, y: bottom + 31, anchor: 'middle', colour: '--text' },
    { text: axisTitle(words.y), x: 11, y: box.top + box.height / 2, anchor: 'middle', colour: '--text', turned: true },
  ];
}
