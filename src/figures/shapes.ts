/** @file What drawings consist of: paths and texts in colours of the palette. A canvas paints them, a file has them as SVG: one list for both. */
import { inPalette, type Palette } from './colours.ts';
import type { Box } from './labels.ts';
import { element, textElement } from './svg.ts';

/** Filled, stroked, or both; colours or tokens. */
export interface PathShape {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  /** Pixels. */
  readonly width?: number;
  readonly dash?: readonly [number, number];
  /** Filled with strokes in this colour instead. */
  readonly hatch?: string;
  /** 0 ... 1; all of it where it is absent. */
  readonly opacity?: number;
}

export interface TextShape {
  readonly text: string;
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly colour: string;
  /** Start where it is absent. */
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly isBold?: boolean;
  /** Surface around the letters, for places where much is drawn. */
  readonly halo?: boolean;
  /** Read from below, around its place. */
  readonly turned?: boolean;
  /** Turned around its place, clockwise, degrees. */
  readonly angle?: number;
}

export type Shape = PathShape | TextShape;

/** Pixels between the strokes of a hatched area. */
export const hatchStep = 5;

/** Hundredths of a pixel are enough. */
export const round = (value: number): number => Math.round(100 * value) / 100;

const hatchId = (colour: string): string => `hatch-${colour.replace(/[^\w]/g, '')}`;

const pathElement = ({ d, fill, stroke, width, dash, hatch, opacity }: PathShape, palette: Palette): string =>
  element('path', {
    d,
    fill: hatch ? `url(#${hatchId(hatch)})` : fill ? inPalette(fill, palette) : 'none',
    stroke: stroke && inPalette(stroke, palette),
    'stroke-width': stroke && (width ?? 1),
    'stroke-linejoin': stroke && 'round',
    'stroke-linecap': stroke && !dash ? 'round' : undefined,
    'stroke-dasharray': dash?.join(' '),
    opacity,
  });

/** Clockwise, degrees. */
export const angleOf = ({ turned, angle = 0 }: TextShape): number => (turned ? -90 : angle);

const textOf = (shape: TextShape, palette: Palette): string =>
  textElement(shape.text, {
    x: shape.x,
    y: shape.y,
    'text-anchor': shape.anchor === 'start' ? undefined : shape.anchor,
    'font-weight': shape.isBold ? 600 : undefined,
    fill: inPalette(shape.colour, palette),
    ...(shape.halo && {
      stroke: palette('--surface'),
      'stroke-width': 3,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    }),
    transform: angleOf(shape) === 0 ? undefined : `rotate(${angleOf(shape)} ${round(shape.x)} ${round(shape.y)})`,
  });

const hatchElement = (colour: string, palette: Palette): string =>
  element('pattern', { id: hatchId(colour), width: hatchStep, height: hatchStep, patternUnits: 'userSpaceOnUse' }, [
    element('path', {
      d: `M-1 1L1 -1M0 ${hatchStep}L${hatchStep} 0M${hatchStep - 1} ${hatchStep + 1}L${hatchStep + 1} ${hatchStep - 1}`,
      stroke: inPalette(colour, palette),
      'stroke-width': 1.25,
    }),
  ]);

/** The elements of a file, in the order of the shapes: later ones lie on top. */
export function shapesSvg(shapes: readonly Shape[], palette: Palette): string[] {
  const hatches = new Set(shapes.flatMap((shape) => ('d' in shape && shape.hatch ? [shape.hatch] : [])));
  const patterns = [...hatches].map((colour) => hatchElement(colour, palette));
  return [
    ...(patterns.length > 0 ? [element('defs', {}, patterns)] : []),
    ...shapes.map((shape) => ('d' in shape ? pathElement(shape, palette) : textOf(shape, palette))),
  ];
}

/** Pixels between two points of a path below which the second says nothing. */
const least = 0.6;

/**
 * Points as a path, without those that nobody sees: ones close to their forerunner, and ones on a straight line along an axis.
 * @param points x and y in turns, pixels.
 */
export function pathOf(points: ArrayLike<number>, isClosed = false): string {
  const kept: number[] = [];
  const straight = (axis: 0 | 1, x: number, y: number): boolean => {
    const [a, b] = [kept.length - 4 + axis, kept.length - 2 + axis];
    return a >= 0 && kept[a] === kept[b] && kept[b] === (axis === 0 ? x : y);
  };
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [round(points[i]), round(points[i + 1])];
    const isLast = i + 2 >= points.length;
    const [beforeX, beforeY] = [kept.at(-2) ?? NaN, kept.at(-1) ?? NaN];
    if (!isLast && Math.abs(x - beforeX) < least && Math.abs(y - beforeY) < least) continue;
    if (straight(0, x, y) || straight(1, x, y)) kept.length -= 2;
    kept.push(x, y);
  }
  const steps: string[] = [];
  for (let i = 0; i < kept.length; i += 2) steps.push(`${kept[i]} ${kept[i + 1]}`);
  return steps.length > 0 ? `M${steps.join('L')}${isClosed ? 'Z' : ''}` : '';
}

/** The part of a segment within a box, as shares of it; null where it passes by (Liang and Barsky). */
export function shareInside(
  [ax, ay, bx, by]: readonly number[],
  { left, top, width, height }: Box,
): [number, number] | null {
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [ax - bx, ax - left],
    [bx - ax, left + width - ax],
    [ay - by, ay - top],
    [by - ay, top + height - ay],
  ]) {
    if (step === 0 && room < 0) return null;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to ? [from, to] : null;
}

const inRange = (value: number, from: number, length: number): number => Math.min(Math.max(value, from), from + length);

/** A line through pixels, as much of it as lies within a box; it is lifted at NaN. */
export function lineWithin(xs: ArrayLike<number>, ys: ArrayLike<number>, box: Box): string {
  const strokes: string[] = [];
  let stroke: number[] = [];
  const lift = (): void => {
    if (stroke.length > 2) strokes.push(pathOf(stroke));
    stroke = [];
  };
  for (let i = 1; i < xs.length; i++) {
    const segment = [xs[i - 1], ys[i - 1], xs[i], ys[i]];
    const share = segment.every(Number.isFinite) ? shareInside(segment, box) : null;
    if (!share) {
      lift();
      continue;
    }
    const at = (t: number): [number, number] => [
      // of a way that goes very far, rounding would lead beyond the box
      inRange(segment[0] + t * (segment[2] - segment[0]), box.left, box.width),
      inRange(segment[1] + t * (segment[3] - segment[1]), box.top, box.height),
    ];
    if (share[0] > 0) lift();
    if (stroke.length === 0) stroke.push(...at(share[0]));
    stroke.push(...at(share[1]));
    if (share[1] < 1) lift();
  }
  lift();
  return strokes.join('');
}
