/** @file Minima, saddles and maxima of a surface, by Newton's method in the plane; and how sharp it is where. */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import type { AskOptions, Landscape } from '../landscape.ts';
import { type Local, OnPlane, type Slopes } from './on-plane.ts';
import type { Plane } from './plane.ts';
import { requireSurface, type SurfaceRange } from './surface.ts';

/** What a critical point is by the eigenvalues of the Hessian; one with an eigenvalue of 0 is flat along its direction. */
export type CriticalKind = 'minimum' | 'saddle' | 'maximum' | 'flat';

/** A point of a surface without slope within the plane. */
export interface CriticalPoint {
  readonly kind: CriticalKind;
  readonly coordinates: readonly [number, number];
  readonly loss: number;
  /** Of the Hessian by the plane's coordinates, the smaller one first. */
  readonly eigenvalues: readonly [number, number];
}

/** How critical points are looked for. */
export interface CriticalPointOptions extends AskOptions {
  /** Points a side of the grid that candidates are taken from; default 41. */
  readonly grid?: number;
  /** Ends when so many are found that are not flat, candidates of lower loss first; default: all of them. */
  readonly most?: number;
}

/** Curvature of a surface on a coarse grid. */
export interface CurvatureMap {
  readonly side: number;
  /** `data[j * side + i]`: largest and smallest eigenvalue of the Hessian by the plane's coordinates; NaN where it is not finite. */
  readonly largest: Float64Array;
  readonly smallest: Float64Array;
}

const mostSteps = 30;
/** Cells that a candidate stands for on each side: what lies further away is for other candidates to find. */
const neighbourhood = 3;
/** Step, in parts of the range, at which Newton's method has arrived. */
const arrived = 1e-11;
/** Slope, as a part of the steepest nearby, that counts as none. */
const level = 1e-8;
/** Eigenvalue, as a part of the steepest slope nearby and of the other one, that counts as none. */
const flat = 1e-7;
/** Distance, in parts of the range, at which two points are one. */
const same = 1e-5;

/** Eigenvalues of [[a, b], [b, c]] in ascending order, and the unit vector of the larger one. */
export function eigenOfTwo(
  a: number,
  b: number,
  c: number,
): { readonly values: readonly [number, number]; readonly vector: readonly [number, number] } {
  const [mean, half] = [(a + c) / 2, (a - c) / 2];
  const radius = lengthOf(half, b);
  // of the two forms of a vector the one that does not cancel
  const [x, y] = half >= 0 ? [half + radius, b] : [b, radius - half];
  const length = lengthOf(x, y);
  // the one of larger magnitude does not cancel; the other is the determinant over it
  const most = mean >= 0 ? mean + radius : mean - radius;
  const other = most === 0 ? 0 : a * (c / most) - b * (b / most);
  const values: readonly [number, number] = mean >= 0 ? [other, most] : [most, other];
  return { values, vector: length > 0 ? [x / length, y / length] : [1, 0] };
}

/**
 * -H^+ g: Newton's step in parts of the range, without the directions in which there is no curvature to go by. Which those are, the units
 * of the axes have no say in.
 */
function newtonStep({ gradient, hessian: [a, b, c] }: Local, [s1, s2]: Scale): readonly [number, number] {
  const [g1, g2] = [gradient[0] * s1, gradient[1] * s2];
  const { values, vector } = eigenOfTwo(a * s1 * s1, b * s1 * s2, c * s2 * s2);
  const [u, w] = vector;
  const most = Math.max(Math.abs(values[0]), Math.abs(values[1]));
  const inverse = (value: number): number => (Math.abs(value) > 1e-12 * most ? 1 / value : 0);
  const along = -(g1 * u + g2 * w) * inverse(values[1]);
  const across = -(g2 * u - g1 * w) * inverse(values[0]);
  return [along * u - across * w, along * w + across * u];
}

const lengthOf = (x: number, y: number): number => norm(Float64Array.of(x, y));

type Scale = readonly [number, number];

/** A slope over the whole range. */
const slopeOver = (scale: Scale, [g1, g2]: readonly [number, number]): number => lengthOf(g1 * scale[0], g2 * scale[1]);

/** Whether coordinates lie within the range, or a rounding beyond it. */
const isWithin = (range: SurfaceRange, coordinates: readonly [number, number], scale: Scale): boolean =>
  [0, 1].every(
    (k) => coordinates[k] >= range[k][0] - same * scale[k] && coordinates[k] <= range[k][1] + same * scale[k],
  );

/** Where Newton's method goes, in its own units. */
interface Search {
  readonly range: SurfaceRange;
  readonly scale: Scale;
  /** A cell of the grid, as a part of the range. */
  readonly cell: number;
  /** Largest slope near the candidate, over the whole range. */
  readonly steepest: number;
}

interface Polished {
  readonly at: readonly [number, number];
  readonly local: Local;
}

/** Newton's method from a candidate, no further than two cells a step; null where it leaves its neighbourhood or the range, or ends on a slope. */
async function polished(
  on: OnPlane,
  start: readonly [number, number],
  { range, scale, cell, steepest }: Search,
): Promise<Polished | null> {
  let at = start;
  for (let step = 0; step < mostSteps; step++) {
    const local = await on.local(at);
    const move = newtonStep(local, scale);
    const length = lengthOf(...move);
    if (!Number.isFinite(length)) return null;
    const kept = Math.min(1, (2 * cell) / length);
    at = [at[0] + kept * move[0] * scale[0], at[1] + kept * move[1] * scale[1]];
    const isNear = [0, 1].every((k) => Math.abs(at[k] - start[k]) <= neighbourhood * cell * scale[k]);
    if (!isNear || !isWithin(range, at, scale)) return null;
    if (length > arrived) continue;
    const last = await on.local(at);
    return slopeOver(scale, last.gradient) <= level * steepest ? { at, local: last } : null;
  }
  return null;
}

/** A place of the grid where a critical point may be. */
interface Candidate {
  readonly at: number;
  readonly loss: number;
  /** Largest slope in its neighbourhood, over the whole range: elsewhere the surface may be steeper by any factor. */
  readonly steepest: number;
}

/** Indices of a grid that are no more than so many cells from one of them. */
function neighbours(at: number, side: number, cells: number): number[] {
  const [i, j] = [at % side, Math.floor(at / side)];
  const near: number[] = [];
  for (let y = Math.max(j - cells, 0); y <= Math.min(j + cells, side - 1); y++)
    for (let x = Math.max(i - cells, 0); x <= Math.min(i + cells, side - 1); x++) near.push(y * side + x);
  return near;
}

/** Places whose slope is no larger than that of their neighbours, or where both components change their sign nearby; those of lower loss first. */
function candidatesOf({ loss, slopes }: Slopes, side: number, scale: Scale): Candidate[] {
  const size = slopes.map((slope) => slopeOver(scale, slope));
  const steepestOf = (places: readonly number[]): number =>
    largest(0, places.map((at) => size[at]).filter(Number.isFinite));
  const found: Candidate[] = [];
  for (let at = 0; at < size.length; at++) {
    if (!Number.isFinite(size[at])) continue;
    const beside = neighbours(at, side, 1);
    const turns = (k: 0 | 1): boolean => beside.some((other) => slopes[other][k] * slopes[at][k] <= 0);
    if (beside.some((other) => size[other] < size[at]) && !(turns(0) && turns(1))) continue;
    const nearby = steepestOf(neighbours(at, side, neighbourhood));
    // where nothing has a slope every point is one without
    if (nearby > 0) found.push({ at, loss: loss[at], steepest: nearby });
  }
  return found.sort((x, y) => x.loss - y.loss || x.at - y.at);
}

function kindOf([low, high]: readonly [number, number], scale: number): CriticalKind {
  const none = flat * scale;
  if (Math.abs(low) <= none || Math.abs(high) <= none) return 'flat';
  if (low > 0) return 'minimum';
  return high < 0 ? 'maximum' : 'saddle';
}

/**
 * Minima, saddles, maxima and flat points of a landscape within a plane's range, those of lower loss first: from the candidates of a
 * grid, by Newton's method on slope and curvature within the plane. Of a valley of minima several points are found, all flat. Throws
 * an ArgumentError where the arguments do not fit.
 */
export async function criticalPoints(
  landscape: Landscape,
  plane: Plane,
  range: SurfaceRange,
  options: CriticalPointOptions = {},
): Promise<readonly CriticalPoint[]> {
  requireOptions('criticalPoints', options, ['grid', 'most', 'signal']);
  requireSurface(landscape, plane, range);
  const { grid: side = 41, most = Infinity, signal } = options;
  requireInteger('grid', side, 3, 1000);
  if (most !== Infinity) requireInteger('most', most, 1);
  const on = new OnPlane(landscape, plane, { signal });
  const scale: Scale = [range[0][1] - range[0][0], range[1][1] - range[1][0]];
  const cell = 1 / (side - 1);
  const { a, b } = gridOf(range, side);
  const found: CriticalPoint[] = [];
  const isFoundWithin = (x: number, y: number, distance: number): boolean =>
    found.some(
      ({ coordinates }) => lengthOf((coordinates[0] - x) / scale[0], (coordinates[1] - y) / scale[1]) < distance,
    );
  for (const { at, steepest } of candidatesOf(await on.slopes(a, b), side, scale)) {
    if (found.filter(({ kind }) => kind !== 'flat').length >= most) break;
    const start = [a[at], b[at]] as const;
    if (isFoundWithin(...start, cell)) continue;
    const point = await polished(on, start, { range, scale, cell, steepest });
    if (point && !isFoundWithin(...point.at, same)) found.push(judged(point, scale, steepest));
  }
  return found.sort((x, y) => x.loss - y.loss);
}

/** What a point without slope is. */
function judged({ at, local: { loss, hessian } }: Polished, scale: Scale, steepest: number): CriticalPoint {
  const [h11, h12, h22] = hessian;
  const across = eigenOfTwo(h11 * scale[0] ** 2, h12 * scale[0] * scale[1], h22 * scale[1] ** 2).values;
  const kind = kindOf(across, Math.max(Math.abs(across[0]), Math.abs(across[1]), steepest));
  return { kind, coordinates: at, loss, eigenvalues: eigenOfTwo(h11, h12, h22).values };
}

/** Coordinates of a grid of `side` points a side, row by row along the second axis. */
function gridOf(range: SurfaceRange, side: number): { readonly a: Float64Array; readonly b: Float64Array } {
  const place = (k: 0 | 1, i: number): number => range[k][0] + ((range[k][1] - range[k][0]) * i) / (side - 1);
  const length = side * side;
  return {
    a: Float64Array.from({ length }, (_, at) => place(0, at % side)),
    b: Float64Array.from({ length }, (_, at) => place(1, Math.floor(at / side))),
  };
}

/** How sharp and how flat a surface is on a grid: eigenvalues of the Hessian by its coordinates. */
export async function curvatureMap(
  landscape: Landscape,
  plane: Plane,
  range: SurfaceRange,
  options: CriticalPointOptions = {},
): Promise<CurvatureMap> {
  requireOptions('curvatureMap', options, ['grid', 'signal']);
  requireSurface(landscape, plane, range);
  const { grid: side = 11, signal } = options;
  requireInteger('grid', side, 2, 1000);
  const on = new OnPlane(landscape, plane, { signal });
  const { a, b } = gridOf(range, side);
  const [high, low] = [new Float64Array(side * side), new Float64Array(side * side)];
  for (let at = 0; at < side * side; at++) {
    const { values } = eigenOfTwo(...(await on.curvature([a[at], b[at]])));
    [low[at], high[at]] = values;
  }
  return { side, largest: high, smallest: low };
}
