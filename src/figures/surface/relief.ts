/** @file A surface as points of a box: which points of the grid are drawn, and how high they are, by the scale of the levels. */
import { type Axis, fractionOf, valueAt, valueAtLog } from '../axis.ts';
import type { ContourData } from '../contour/contour-data.ts';
import { bandPlaces, type LevelScale, placeOn } from '../contour/levels.ts';
import { type GridAxis, rangeOf } from '../plane.ts';

/** Most cells a side that are drawn. */
export const mostCells = 80;

/** Height of the box; its floor reaches from -1 to 1 across and up. */
export const boxHeight = 0.95;

/** Bands below the first level and above the last one that keep their height; what lies beyond is cut. */
const bandsBeyond = 2;

/** A triangulated surface over [-1, 1] x [-1, 1]: each cell has two triangles that share the diagonal of rising x and y. */
export interface Relief {
  /** Ascending, columns and rows of what is drawn. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** rows x columns, 0 ... boxHeight; NaN where a value is not finite. */
  readonly heights: Float64Array;
  /** Whether each cell is whole: (rows - 1) x (columns - 1). A cell with any point that is not finite is open, drawn or not. */
  readonly whole: Uint8Array;
  /** One in so many points is drawn along each side. */
  readonly every: number;
  /** Height of each level, and the values at the floor and at the top of the box. */
  readonly levels: Float64Array;
  readonly low: number;
  readonly high: number;
  /** Values beyond these, which are drawn at them. */
  readonly below: number;
  readonly above: number;
  /** Where the colour of each band lies, 0 ... 1. */
  readonly colours: readonly number[];
}

/** By the surface they were made of: every frame of a turn asks for the same one. */
const made = new WeakMap<Float64Array, Map<number, { readonly of: ContourData['levels']; readonly relief: Relief }>>();

/** The relief of at most so many cells a side. */
export function reliefOf(data: ContourData, most = mostCells): Relief {
  const known = made.get(data.z) ?? new Map<number, { of: ContourData['levels']; relief: Relief }>();
  made.set(data.z, known);
  const before = known.get(most);
  if (before && before.of.length === data.levels.length && before.of.every((level, k) => level === data.levels[k]))
    return before.relief;
  const relief = makeRelief(data, most);
  known.set(most, { of: data.levels, relief });
  return relief;
}

/** Every so many indices, the last one among them. */
function indicesOf(count: number, every: number): Int32Array {
  const cells = Math.max(Math.ceil((count - 1) / every), 0);
  return Int32Array.from({ length: Math.min(count, cells + 1) }, (_, k) => Math.min(k * every, count - 1));
}

/** What an axis of the floor spans; an axis of one point has room around it. */
export const spanOf = (axis: GridAxis): Axis => {
  const [min, max] = rangeOf(axis);
  const scale = axis.scale ?? 'linear';
  return max > min ? { scale, min, max, ticks: [] } : { scale: 'linear', min: min - 0.5, max: max + 0.5, ticks: [] };
};

/** Where a value of an axis lies on the floor, and back. */
export const onFloor = (axis: GridAxis, value: number): number => 2 * fractionOf(spanOf(axis), value) - 1;

export function fromFloor(axis: GridAxis, place: number): number {
  const span = spanOf(axis);
  const share = (place + 1) / 2;
  return span.scale === 'log' ? valueAtLog(span.min, span.max, share) : valueAt(span, share);
}

/** The height of a value of the scale's place, and how many values lie beyond. */
interface Stand {
  readonly low: number;
  readonly high: number;
  readonly below: number;
  readonly above: number;
  readonly heightOf: (value: number) => number;
}

/** The value at a place of a scale. */
function valueOn(scale: LevelScale, place: number): number {
  if (scale.kind === 'linear') return place;
  return scale.kind === 'log' ? scale.least + Math.exp(place) : scale.width * Math.sinh(place);
}

/** From the least value to the largest one, both at most a few bands beyond the levels. */
function standOf({ z, levels, scale }: ContourData): Stand {
  let [least, most] = [Infinity, -Infinity];
  for (const value of z) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const places = levels.map((level) => placeOn(scale, level));
  const step = places.length > 1 ? (places.at(-1)! - places[0]) / (places.length - 1) : Infinity;
  const [first, last] = [places[0] ?? -Infinity, places.at(-1) ?? Infinity];
  const beyond = bandsBeyond * step * (1 + 1e-9);
  const isLow = placeOn(scale, least) < first - beyond;
  const isHigh = placeOn(scale, most) > last + beyond;
  const from = isLow ? first - bandsBeyond * step : placeOn(scale, least);
  const to = isHigh ? last + bandsBeyond * step : placeOn(scale, most);
  const [low, high] = [isLow ? valueOn(scale, from) : least, isHigh ? valueOn(scale, to) : most];
  const heightOf = (value: number): number => {
    if (!Number.isFinite(value)) return NaN;
    const share = to > from ? (placeOn(scale, value) - from) / (to - from) : 0;
    return boxHeight * Math.min(Math.max(share, 0), 1);
  };
  const count = (isBeyond: (value: number) => boolean): number =>
    z.reduce((sum, value) => sum + (Number.isFinite(value) && isBeyond(value) ? 1 : 0), 0);
  return {
    low,
    high,
    below: isLow ? count((value) => value < low) : 0,
    above: isHigh ? count((value) => value > high) : 0,
    heightOf,
  };
}

function makeRelief(data: ContourData, most: number): Relief {
  const { x, y, z } = data;
  const [across, up] = [x.values.length, y.values.length];
  const every = Math.max(1, Math.ceil((Math.max(across, up) - 1) / most));
  const [columns, rows] = [indicesOf(across, every), indicesOf(up, every)];
  const { heightOf, ...stand } = standOf(data);
  const heights = new Float64Array(columns.length * rows.length);
  for (const [j, row] of rows.entries())
    for (const [i, column] of columns.entries()) heights[j * columns.length + i] = heightOf(z[row * across + column]);
  return {
    xs: Float64Array.from(columns, (column) => onFloor(x, x.values[column])),
    ys: Float64Array.from(rows, (row) => onFloor(y, y.values[row])),
    heights,
    whole: wholeCells(z, across, columns, rows),
    every,
    levels: Float64Array.from(data.levels, heightOf),
    ...stand,
    colours: bandPlaces(data),
  };
}

function wholeCells(z: Float64Array, across: number, columns: Int32Array, rows: Int32Array): Uint8Array {
  const [wide, tall] = [Math.max(columns.length - 1, 0), Math.max(rows.length - 1, 0)];
  const whole = new Uint8Array(wide * tall);
  const isWhole = (i: number, j: number): boolean => {
    for (let row = rows[j]; row <= rows[j + 1]; row++)
      for (let column = columns[i]; column <= columns[i + 1]; column++)
        if (!Number.isFinite(z[row * across + column])) return false;
    return true;
  };
  for (let j = 0; j < tall; j++) for (let i = 0; i < wide; i++) whole[j * wide + i] = isWhole(i, j) ? 1 : 0;
  return whole;
}
