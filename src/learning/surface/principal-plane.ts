/** @file The plane that an optimizer's path lies in best, beside what a path without any structure would show. */
import { requireInstance, requireList, requireOptions, requireWord } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import { requireVector } from '../landscape.ts';
import { jacobiEigenpairs, largestEigenpairs } from './leading-directions.ts';
import type { Plane } from './plane.ts';
import { difference, dotProduct } from './vectors.ts';

/** How a path is looked at. */
export interface PrincipalPlaneOptions {
  /** What varies: the points about their mean, or the steps between them. Default 'points'. */
  readonly of?: 'points' | 'steps';
  /** What the plane goes through: the mean, so that residuals are least, or the last point. Default 'mean'. */
  readonly through?: 'mean' | 'last';
}

/** A plane of principal directions, of unit length each. */
export interface PrincipalPlane extends Plane {
  /** Share of the path's variance in each direction. */
  readonly shares: readonly [number, number];
  /** What a long random walk in many dimensions has there; null for steps, of which it has none to prefer. */
  readonly randomWalkShares: readonly [number, number] | null;
}

/** 6 / (pi k)^2 for k = 1, 2: 60.8 % and 15.2 %, of a random walk's points (Antognini and Sohl-Dickstein 2018). */
export const randomWalkShares: readonly [number, number] = [6 / Math.PI ** 2, 6 / (4 * Math.PI ** 2)];

const meanOf = (rows: readonly Float64Array[]): Float64Array =>
  Float64Array.from({ length: rows[0].length }, (_, i) => rows.reduce((total, row) => total + row[i], 0) / rows.length);

/** Largest two unit directions of rows, and the shares of the sum of their squares. */
function leading(rows: readonly Float64Array[]): {
  readonly directions: readonly Float64Array[];
  readonly shares: readonly number[];
} {
  const size = rows[0].length;
  const isWide = size > rows.length;
  const lines = isWide ? rows : Array.from({ length: size }, (_, i) => Float64Array.from(rows, (row) => row[i]));
  const products = lines.map((x) => Float64Array.from(lines, (y) => dotProduct(x, y)));
  const total = products.reduce((sum, row, i) => sum + row[i], 0);
  const { values, vectors } = products.length <= 16 ? jacobiEigenpairs(products) : largestEigenpairs(products);
  const directions = [0, 1].map((k) => {
    const weights = vectors[k];
    if (!isWide) return weights;
    const long = Float64Array.from({ length: size }, (_, i) =>
      rows.reduce((sum, row, t) => sum + weights[t] * row[i], 0),
    );
    const length = Math.sqrt(dotProduct(long, long));
    return long.map((entry) => entry / length);
  });
  return { directions, shares: [0, 1].map((k) => Math.max(values[k], 0) / total) };
}

/** Signed so that the path ends on the positive side of where it began: else it is anyone's choice. */
function forwards(direction: Float64Array, path: readonly Float64Array[]): Float64Array {
  const travelled = difference(path.at(-1)!, path[0]);
  return dotProduct(direction, travelled) < 0 ? direction.map((entry) => -entry) : direction;
}

/**
 * The plane of the two principal directions of a path of points [size], three at least: of all planes through its mean the one that
 * the points are nearest to. Throws an ArgumentError where they lie on one line, as then there is none.
 */
export function principalPlane(path: readonly Float64Array[], options: PrincipalPlaneOptions = {}): PrincipalPlane {
  requireList('path', path, 'a list of points');
  requireOptions('principalPlane', options, ['of', 'through']);
  const { of = 'points', through = 'mean' } = options;
  requireWord('of', of, ['points', 'steps']);
  requireWord('through', through, ['mean', 'last']);
  if (path.length < 3) throw new ArgumentError('path', `${path.length} points`, 'three points at least');
  path.forEach((point, k) => requireInstance(`path[${k}]`, point, Float64Array));
  path.forEach((point, k) => requireVector(`path[${k}]`, point, path[0].length));
  if (path[0].length < 2) throw new ArgumentError('path', 'points of one number', 'points of two numbers at least');
  if (!path.every((point) => point.every(Number.isFinite)))
    throw new ArgumentError('path', 'numbers that are not finite', 'finite numbers', 'leave out where it diverged');
  const mean = meanOf(path);
  const rows =
    of === 'points'
      ? path.map((point) => difference(point, mean))
      : path.slice(1).map((point, k) => difference(point, path[k]));
  const { directions, shares } = leading(rows);
  if (!(shares[1] > 1e-14)) throw new ArgumentError('path', 'points on one line', 'points that span a plane');
  const axis = (k: number) => ({
    label: `principal direction ${k + 1} (${(100 * shares[k]).toFixed(1)} % of the variance)`,
    unit: 'length in the space of parameters',
  });
  return {
    origin: through === 'mean' ? mean : path.at(-1)!.slice(),
    directions: [forwards(directions[0], path), forwards(directions[1], path)],
    axes: [axis(0), axis(1)],
    shares: [shares[0], shares[1]],
    randomWalkShares: of === 'points' ? randomWalkShares : null,
  };
}
