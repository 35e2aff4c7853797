/** @file Minima, saddles and maxima of a surface, by Newton's method in the plane; and how sharp it is where. */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { type AskOptions, type Landscape, oneMember } from '../landscape.ts';
import { type Plane, pointOn, pointsOn } from './plane.ts';
import { requireSurface, type SurfaceRange } from './surface.ts';
import { dotProduct } from './vectors.ts';

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
}

/** Curvature of a surface on a coarse grid. */
export interface CurvatureMap {
  readonly side: number;
  /** `data[j * side + i]`: largest and smallest eigenvalue of the Hessian by the plane's coordinates; NaN where it is not finite. */
  readonly largest: Float64Array;
  readonly smallest: Float64Array;
}

const mostSteps = 60;
/** Step, in parts of the range, at which Newton's method has arrived. */
const arrived = 1e-11;
/** Slope, as a part of the steepest on the grid, that counts as none. */
const level = 1e-8;
/** Eigenvalue, as a part of the largest on the grid's own scale, that counts as none. */
const flat = 1e-7;
/** Distance, in parts of the range, at which two points are one. */
const same = 1e-5;

/** Loss, slope and curvature by the coordinates of a plane. */
interface Local {
  readonly loss: number;
  readonly gradient: readonly [number, number];
  readonly hessian: readonly [number, number, number];
}

/** Asks one landscape on one plane. */
class OnPlane {
  readonly #landscape: Landscape;
  readonly #plane: Plane;
  readonly #options: AskOptions;

  constructor(landscape: Landscape, plane: Plane, options: AskOptions) {
    this.#landscape = landscape;
    this.#plane = plane;
    this.#options = options;
  }

  /** D'g at many points, one after another. */
  async slopes(a: Float64Array, b: Float64Array): Promise<readonly (readonly [number, number])[]> {
    const { gradient } = await this.#landscape.evaluate(pointsOn(this.#plane, a, b), this.#options);
    return Array.from(a, (_, k) => this.#within(gradient, k));
  }

  /** D'HD at one point, [11, 12, 22]. */
  async curvature(coordinates: readonly [number, number]): Promise<readonly [number, number, number]> {
    const { directions } = this.#plane;
    const pair = new PopulationTensor(
      { shape: [directions[0].length], population: 2 },
      Float64Array.from({ length: 2 * directions[0].length }, (_, k) => directions[k % 2][k >> 1]),
    );
    const at = pointOn(this.#plane, coordinates);
    const products = await this.#landscape.hessianProducts(at, pair, this.#options);
    const [first, second] = [this.#within(products, 0), this.#within(products, 1)];
    return [first[0], (first[1] + second[0]) / 2, second[1]];
  }

  async local(coordinates: readonly [number, number]): Promise<Local> {
    const x = oneMember(pointOn(this.#plane, coordinates));
    const { loss, gradient } = await this.#landscape.evaluate(x, this.#options);
    return { loss: loss[0], gradient: this.#within(gradient, 0), hessian: await this.curvature(coordinates) };
  }

  #within({ data, population }: PopulationTensor, member: number): readonly [number, number] {
    const own = Float64Array.from({ length: data.length / population }, (_, i) => data[i * population + member]);
    const [d1, d2] = this.#plane.directions;
    return [dotProduct(d1, own), dotProduct(d2, own)];
  }
}

/** Eigenvalues of [[a, b], [b, c]] in ascending order, and the unit vector of the larger one. */
export function eigenOfTwo(
  a: number,
  b: number,
  c: number,
): { readonly values: readonly [number, number]; readonly vector: readonly [number, number] } {
  const [mean, half] = [(a + c) / 2, (a - c) / 2];
  const radius = Math.sqrt(half * half + b * b);
  // of the two forms of a vector the one that does not cancel
  const [x, y] = half >= 0 ? [half + radius, b] : [b, radius - half];
  const length = Math.sqrt(x * x + y * y);
  const [larger, determinant] = [mean + radius, a * c - b * b];
  const values: readonly [number, number] =
    mean >= 0 ? [larger === 0 ? 0 : determinant / larger, larger] : [mean - radius, determinant / (mean - radius)];
  return { values, vector: length > 0 ? [x / length, y / length] : [1, 0] };
}

/** -H^+ g: Newton's step, without the directions in which there is no curvature to go by. */
function newtonStep({ gradient: [g1, g2], hessian: [a, b, c] }: Local): readonly [number, number] {
  const { values, vector } = eigenOfTwo(a, b, c);
  const [u, w] = vector;
  const most = Math.max(Math.abs(values[0]), Math.abs(values[1]));
  const inverse = (value: number): number => (Math.abs(value) > 1e-12 * most ? 1 / value : 0);
  const along = -(g1 * u + g2 * w) * inverse(values[1]);
  const across = -(g2 * u - g1 * w) * inverse(values[0]);
  return [along * u - across * w, along * w + across * u];
}

const lengthOf = (x: number, y: number): number => Math.sqrt(x * x + y * y);

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
  /** Largest slope on the grid, over the whole range. */
  readonly steepest: number;
}

/** Newton's method from a candidate, no further than two cells a step; null where it leaves the range or ends on a slope. */
async function polished(
  on: OnPlane,
  start: readonly [number, number],
  { range, scale, cell, steepest }: Search,
): Promise<{ readonly at: readonly [number, number]; readonly local: Local } | null> {
  let at = start;
  for (let step = 0; step < mostSteps; step++) {
    const local = await on.local(at);
    const move = newtonStep(local);
    const length = lengthOf(move[0] / scale[0], move[1] / scale[1]);
    if (!Number.isFinite(length)) return null;
    const kept = Math.min(1, (2 * cell) / length);
    at = [at[0] + kept * move[0], at[1] + kept * move[1]];
    if (!isWithin(range, at, scale)) return null;
    if (length > arrived) continue;
    const last = await on.local(at);
    return slopeOver(scale, last.gradient) <= level * steepest ? { at, local: last } : null;
  }
  return null;
}

/** Places of a grid whose slope is no larger than that of their neighbours, or where both components change their sign nearby. */
function candidatesOf(slopes: readonly (readonly [number, number])[], side: number, scale: Scale): number[] {
  const size = slopes.map((slope) => slopeOver(scale, slope));
  const found: number[] = [];
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const at = j * side + i;
      const near: number[] = [];
      for (let y = Math.max(j - 1, 0); y <= Math.min(j + 1, side - 1); y++)
        for (let x = Math.max(i - 1, 0); x <= Math.min(i + 1, side - 1); x++) near.push(y * side + x);
      const turns = (k: 0 | 1): boolean => near.some((other) => slopes[other][k] * slopes[at][k] <= 0);
      if (near.every((other) => !(size[other] < size[at])) || (turns(0) && turns(1))) found.push(at);
    }
  return found.filter((at) => Number.isFinite(size[at]));
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
  requireOptions('criticalPoints', options, ['grid', 'signal']);
  requireSurface(landscape, plane, range);
  const { grid: side = 41, signal } = options;
  requireInteger('grid', side, 3, 1000);
  const on = new OnPlane(landscape, plane, { signal });
  const scale: Scale = [range[0][1] - range[0][0], range[1][1] - range[1][0]];
  const { a, b } = gridOf(range, side);
  const slopes = await on.slopes(a, b);
  const steepest = largest(0, slopes.map((slope) => slopeOver(scale, slope)).filter(Number.isFinite));
  const search: Search = { range, scale, cell: 1 / (side - 1), steepest };
  const found: CriticalPoint[] = [];
  // where nothing has a slope every point is one without
  for (const candidate of steepest === 0 ? [] : candidatesOf(slopes, side, scale)) {
    const point = await polished(on, [a[candidate], b[candidate]], search);
    const isKnown = (at: readonly [number, number]): boolean =>
      found.some(({ coordinates: [x, y] }) => lengthOf((x - at[0]) / scale[0], (y - at[1]) / scale[1]) < same);
    if (!point || isKnown(point.at)) continue;
    const [h11, h12, h22] = point.local.hessian;
    const { values } = eigenOfTwo(h11, h12, h22);
    const across = eigenOfTwo(h11 * scale[0] ** 2, h12 * scale[0] * scale[1], h22 * scale[1] ** 2).values;
    const kind = kindOf(across, Math.max(Math.abs(across[0]), Math.abs(across[1]), steepest));
    found.push({ kind, coordinates: point.at, loss: point.local.loss, eigenvalues: values });
  }
  return found.sort((x, y) => x.loss - y.loss);
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
