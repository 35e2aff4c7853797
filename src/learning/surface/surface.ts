/** @file Losses over a plane, refined from 11 to 321 points a side: every level keeps all earlier points, bit by bit. */
import { requireFiniteNumber, requireInteger, requireList, requireOptions } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import { type AskOptions, type Landscape, requireAskOptions, requireLandscape, requireVector } from '../landscape.ts';
import { type Plane, pointsOn, requirePlane } from './plane.ts';

/** Points a side of each level: every cell of one is four of the next. */
export const surfaceSides: readonly number[] = [11, 21, 41, 81, 161, 321];

/** Cells a side of the finest level: the places that all levels have in common. */
const finest = 320;

/** Least and largest coordinate along each axis of the plane. */
export type SurfaceRange = readonly [readonly [low: number, high: number], readonly [low: number, high: number]];

/** What is known of a surface so far. */
export interface Surface {
  readonly plane: Plane;
  readonly range: SurfaceRange;
  /** Points a side of the level that is being filled. */
  readonly side: number;
  /** `losses[j * side + i]` at the i-th place along the first axis and the j-th along the second; NaN where it is not known yet. */
  readonly losses: Float64Array;
  /** 1 where the loss is known. */
  readonly known: Uint8Array;
  /** Rollouts, or whatever the landscape evaluates, in all. */
  readonly evaluated: number;
  /** Whether all of this level is known. */
  readonly isWhole: boolean;
}

/** How a surface is made. */
export interface SurfaceOptions extends AskOptions {
  /** Points a side of the last level, one of `surfaceSides`; default 321. */
  readonly side?: number;
  /** Points between two looks; default 1024. The numbers do not depend on it. */
  readonly chunk?: number;
}

/** Coordinate of the i-th of `side` places: the same bits on every level that has the place. */
export function placeOf([low, high]: readonly [number, number], i: number, side: number): number {
  requireSide(side);
  requireInteger('i', i, 0, side - 1);
  return low + (high - low) * ((i * (finest / (side - 1))) / finest);
}

function requireSide(side: number): void {
  if (!surfaceSides.includes(side)) throw new ArgumentError('side', String(side), surfaceSides.join(', '));
}

/** Refuses what is no range of a surface. */
export function requireRange(range: SurfaceRange): void {
  requireList('range', range);
  for (const k of [0, 1]) {
    requireList(`range[${k}]`, range[k], 'a list of the least and the largest coordinate');
    for (const end of [0, 1]) requireFiniteNumber(`range[${k}][${end}]`, range[k][end]);
    if (!(range[k][0] < range[k][1]))
      throw new ArgumentError(`range[${k}]`, `${range[k][0]} to ${range[k][1]}`, 'the smaller number first');
  }
}

/** A level as it fills: what the level before it had is at every other place. */
class Level {
  readonly side: number;
  readonly losses: Float64Array;
  readonly known: Uint8Array;
  /** Indices of points that are still to be evaluated, row by row. */
  readonly missing: Uint32Array;

  constructor(side: number, before?: Level) {
    this.side = side;
    this.losses = new Float64Array(side * side).fill(NaN);
    this.known = new Uint8Array(side * side);
    if (before) this.#keep(before);
    this.missing = Uint32Array.from(
      { length: side * side - (before ? before.side ** 2 : 0) },
      ((next) => () => {
        while (this.known[next] === 1) next++;
        return next++;
      })(0),
    );
  }

  #keep(before: Level): void {
    for (let j = 0; j < before.side; j++)
      for (let i = 0; i < before.side; i++) {
        const at = 2 * j * this.side + 2 * i;
        this.losses[at] = before.losses[j * before.side + i];
        this.known[at] = 1;
      }
  }

  fill(indices: Uint32Array, losses: Float64Array): void {
    indices.forEach((at, k) => {
      this.losses[at] = losses[k];
      this.known[at] = 1;
    });
  }
}

/**
 * The surface again and again, after each chunk of points: 11 points a side first, then finer levels, which evaluate only what is new.
 * It ends when `side` is reached, rejects with the signal's reason at once, and stops where nobody asks for more. Throws an
 * ArgumentError where the arguments do not fit.
 */
export async function* refineSurface(
  landscape: Landscape,
  plane: Plane,
  range: SurfaceRange,
  options: SurfaceOptions = {},
): AsyncGenerator<Surface, void, undefined> {
  requireOptions('refineSurface', options, ['side', 'chunk', 'signal']);
  const { side: last = finest + 1, chunk = 1024, signal } = options;
  requireSurface(landscape, plane, range);
  requireSide(last);
  requireInteger('chunk', chunk, 1);
  let evaluated = 0;
  let level: Level | undefined;
  for (const side of surfaceSides.filter((each) => each <= last)) {
    level = new Level(side, level);
    for (let first = 0; first < level.missing.length; first += chunk) {
      requireAskOptions({ signal });
      const indices = level.missing.subarray(first, first + chunk);
      const [a, b] = [0, 1].map((axis) => {
        const index = (at: number): number => (axis === 0 ? at % side : Math.floor(at / side));
        return Float64Array.from(indices, (at) => placeOf(range[axis], index(at), side));
      });
      level.fill(indices, await landscape.losses(pointsOn(plane, a, b), { signal }));
      evaluated += indices.length;
      const isWhole = first + chunk >= level.missing.length;
      const [losses, known] = [level.losses.slice(), level.known.slice()];
      yield { plane, range, side, losses, known, evaluated, isWhole };
    }
  }
}

/** Refuses what makes no surface. */
export function requireSurface(landscape: Landscape, plane: Plane, range: SurfaceRange): void {
  requireLandscape(landscape);
  requirePlane(plane);
  requireVector('plane.origin', plane.origin, landscape.layout.size);
  requireRange(range);
}

/** The whole surface of `side` points a side, of the same numbers. */
export async function surfaceOf(
  landscape: Landscape,
  plane: Plane,
  range: SurfaceRange,
  options: SurfaceOptions = {},
): Promise<Surface> {
  let last: Surface | undefined;
  for await (const surface of refineSurface(landscape, plane, range, options)) last = surface;
  return last!;
}
