/** @file What a contour map shows: a surface over two numbers, ways across it, places on it; plain data, which page and file draw alike. */
import { type AxisWords, type GridAxis, named } from '../plane.ts';
import { type Levels, type LevelScale, scaleWords } from './levels.ts';

export type PlaceKind = 'start' | 'end' | 'minimum' | 'saddle' | 'maximum';

/** A place with what is said of it. */
export interface ContourMark {
  readonly x: number;
  readonly y: number;
  readonly kind: PlaceKind;
  readonly label: string;
}

/** A way across the surface: iterates of a method, or a flow. */
export interface ContourPath {
  readonly id: string;
  readonly label: string;
  /** Token of tokens.css (`--now`), or a colour. */
  readonly colour: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A dot at every point where it has few: iterates. Without dots: a flow. */
  readonly isContinuous?: boolean;
  /** Faint beside another one that is lit. */
  readonly isDim?: boolean;
  /** How much of each point lies outside of the plane, 0 ... 1 of its distance from the path's start; rings show it. */
  readonly residual?: ArrayLike<number>;
}

export interface ContourData extends Levels {
  readonly id: string;
  readonly title: string;
  /** Says the levels, where it is left out. */
  readonly subtitle?: string;
  readonly x: GridAxis;
  readonly y: GridAxis;
  /** y.values.length x x.values.length, row-major: all of the first y first. What is not finite is a hole. A new array where its numbers are new. */
  readonly z: Float64Array;
  /** What z is. */
  readonly value: AxisWords;
  readonly levels: readonly number[];
  readonly scale: LevelScale;
  readonly marks?: readonly ContourMark[];
  /** The last lies on top. */
  readonly paths?: readonly ContourPath[];
  /** What the map does not show, said below it. */
  readonly note?: string;
}

export const contourSubtitle = (data: ContourData): string => data.subtitle ?? scaleWords(data, data.value.name);

export const countNotFinite = (z: Float64Array): number =>
  z.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);

/** Index of the lowest finite value; -1 where there is none. */
function lowestIndex(z: Float64Array): number {
  let found = -1;
  for (const [index, value] of z.entries()) if (Number.isFinite(value) && !(value >= z[found])) found = index;
  return found;
}

/** In words. */
export function contourSentence(data: ContourData): string {
  const { title, x, y, z, value, paths = [] } = data;
  const lowest = lowestIndex(z);
  if (lowest < 0) return `${title}: ${z.length === 0 ? 'nothing to show yet' : 'no value is finite'}.`;
  const columns = x.values.length;
  const place = `${named(x, x.values[lowest % columns])}, ${named(y, y.values[Math.floor(lowest / columns)])}`;
  const notFinite = countNotFinite(z);
  return [
    `${title}: ${value.name} over ${x.name} and ${y.name}, ${columns} by ${y.values.length} points`,
    `lowest ${named(value, z[lowest])} at ${place}`,
    ...(notFinite > 0 ? [`${notFinite} not finite`] : []),
    ...paths.map(({ label, x: xs }) => `${label} over ${xs.length} points`),
  ].join('; ');
}

/** The value at a place, linear between the four points around it; NaN outside, and where one of them is not finite. */
export function valueNear({ x, y, z }: Pick<ContourData, 'x' | 'y' | 'z'>, atX: number, atY: number): number {
  const before = (values: Float64Array, at: number): [number, number] => {
    let index = 0;
    while (index < values.length - 2 && values[index + 1] <= at) index++;
    return [index, (at - values[index]) / (values[index + 1] - values[index])];
  };
  const [[i, s], [j, t]] = [before(x.values, atX), before(y.values, atY)];
  if (!(s >= 0 && s <= 1 && t >= 0 && t <= 1)) return NaN;
  const at = j * x.values.length + i;
  const up = at + x.values.length;
  return (1 - t) * ((1 - s) * z[at] + s * z[at + 1]) + t * ((1 - s) * z[up] + s * z[up + 1]);
}
