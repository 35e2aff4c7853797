/** @file What a picture of two dimensions leaves out: of steps, of paths, of other directions, and of scale. */
import {
  requireFiniteNumber,
  requireInstance,
  requireInteger,
  requireList,
  requireOptions,
} from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { largestWord } from '../../core/random.ts';
import { ArgumentError } from '../../errors.ts';
import { type AskOptions, type Landscape, requireLandscape, requireVector } from '../landscape.ts';
import { type Plane, pointsOn, projectOnto, type Projection, requirePlane } from './plane.ts';
import { randomPlane, type RandomPlaneOptions } from './random-plane.ts';
import type { SurfaceRange } from './surface.ts';
import { requireRange } from './surface.ts';
import { difference, dotProduct } from './vectors.ts';

/** |P s|^2 / |s|^2 of a step s, with P the projection onto the plane's directions: 1 where the picture shows all of it. */
export function shareInPlane(plane: Plane, step: Float64Array): number {
  requirePlane(plane);
  requireVector('step', step, plane.origin.length);
  const { residual, distance } = projectOnto({ ...plane, origin: new Float64Array(step.length) }, step);
  return distance > 0 ? Math.max(0, 1 - (residual / distance) ** 2) : 1;
}

/** A path as a plane shows it. */
export interface ShownPath {
  readonly points: readonly Projection[];
  /** Length of the path, step by step. */
  readonly travelled: number;
  /** Largest distance of a point from the plane, as a part of the length of the path. */
  readonly largestResidual: number;
  /** Half the extent of the picture along each axis, in lengths of the path: how much more than the path it shows. */
  readonly extents: readonly [number, number];
}

/** The projection of each point of a path, how far each is from the plane, and the picture's size beside the path's. */
export function shownPath(plane: Plane, path: readonly Float64Array[], range: SurfaceRange): ShownPath {
  requirePlane(plane);
  requireList('path', path, 'a list of points');
  requireRange(range);
  if (path.length === 0) throw new ArgumentError('path', 'an empty list', 'one point at least');
  const points = path.map((point) => projectOnto(plane, point));
  const travelled = path.slice(1).reduce((total, point, k) => total + norm(difference(point, path[k])), 0);
  const extents = plane.directions.map((direction, k) => {
    const extent = ((range[k][1] - range[k][0]) / 2) * norm(direction);
    return travelled > 0 ? extent / travelled : Infinity;
  });
  const residual = points.reduce((most, point) => Math.max(most, point.residual), 0);
  return {
    points,
    travelled,
    largestResidual: travelled > 0 ? residual / travelled : 0,
    extents: [extents[0], extents[1]],
  };
}

/** Sharpness that can be compared between networks and robots, whatever the units of parameters and loss. */
export interface Sharpness {
  /** lambda |x|^2 / L: the same for parameters in other units. */
  readonly relative: number;
  /** Part of |x| along the sharpest direction at which a quadratic doubles the loss: sqrt(2 L / lambda) / |x|. */
  readonly doubling: number;
}

/** What the largest eigenvalue of the Hessian at x is beside loss and size of x; both are NaN where either is 0 or less. */
export function relativeSharpness(largest: number, loss: number, x: Float64Array): Sharpness {
  requireFiniteNumber('largest', largest);
  requireFiniteNumber('loss', loss);
  requireInstance('x', x, Float64Array);
  const size = norm(x);
  if (!(loss > 0 && size > 0)) return { relative: NaN, doubling: NaN };
  const relative = ((largest * size) / loss) * size;
  return { relative, doubling: largest > 0 ? Math.sqrt(2 / relative) : Infinity };
}

/** How unlike the surfaces of several pairs of random directions are. */
export interface PairSpread {
  /** Mean rise of the loss above that at x over the square of each pair; NaN where no point of it is finite. */
  readonly rises: Float64Array;
  /** Standard deviation of the rises over their mean size. */
  readonly spread: number;
  /** Points of all pairs whose loss is not finite. */
  readonly nonFinite: number;
}

/** How pairs are compared. */
export interface PairSpreadOptions extends AskOptions, Omit<RandomPlaneOptions, 'pair'> {
  /** Default 8. */
  readonly pairs?: number;
  /** Half a side of the square, in norms of the parameters; default 1. */
  readonly radius?: number;
}

/** Points a side of each pair's square: 8 pairs are 968 points. */
const coarse = 11;

/** Mean rise of the loss over the same square of several pairs of random directions, asked for at once. */
export async function pairSpread(
  landscape: Landscape,
  x: Float64Array,
  options: PairSpreadOptions = {},
): Promise<PairSpread> {
  requireLandscape(landscape);
  requireVector('x', x, landscape.layout.size);
  requireOptions('pairSpread', options, ['pairs', 'radius', 'seed', 'isFixed', 'scaleOf', 'signal']);
  const { pairs = 8, radius = 1, signal, ...drawn } = options;
  requireInteger('pairs', pairs, 2, largestWord);
  requireFiniteNumber('radius', radius);
  const places = Float64Array.from({ length: coarse }, (_, k) => (radius * (2 * k - (coarse - 1))) / (coarse - 1));
  const a = Float64Array.from({ length: coarse * coarse }, (_, k) => places[k % coarse]);
  const b = Float64Array.from({ length: coarse * coarse }, (_, k) => places[Math.floor(k / coarse)]);
  const squares = Array.from({ length: pairs }, (_, pair) =>
    pointsOn(randomPlane(landscape.layout, x, { ...drawn, pair }), a, b),
  );
  const losses = await landscape.losses(joined(squares, x), { signal });
  const count = coarse * coarse;
  const own = losses[pairs * count];
  const rises = Float64Array.from(squares, (_, pair) => {
    const finite = losses.slice(pair * count, (pair + 1) * count).filter(Number.isFinite);
    return finite.reduce((total, loss) => total + (loss - own), 0) / finite.length;
  });
  return {
    rises,
    spread: spreadOf(rises),
    nonFinite: losses.reduce((n, loss) => n + (Number.isFinite(loss) ? 0 : 1), 0),
  };
}

/** The members of all populations one after another, and x last. */
function joined(parts: readonly PopulationTensor[], x: Float64Array): PopulationTensor {
  const all = [...parts, new PopulationTensor({ shape: [x.length], population: 1 }, x)];
  const population = all.reduce((total, part) => total + part.population, 0);
  const data = new Float64Array(x.length * population);
  for (let i = 0; i < x.length; i++) {
    let first = i * population;
    for (const part of all) {
      data.set(part.data.subarray(i * part.population, (i + 1) * part.population), first);
      first += part.population;
    }
  }
  return new PopulationTensor({ shape: [x.length], population }, data);
}

function spreadOf(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const deviations = values.map((value) => value - mean);
  const size = values.reduce((total, value) => total + Math.abs(value), 0) / values.length;
  if (size === 0) return 0;
  return Math.sqrt(dotProduct(deviations, deviations) / (values.length - 1)) / size;
}
