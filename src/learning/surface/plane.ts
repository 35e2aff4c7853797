/** @file A plane through the space of parameters, what lies on it, and the least-squares projection of what does not. */
import {
  requireInstance,
  requireInteger,
  requireList,
  requireNumbers,
  requireParts,
  requireText,
} from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import type { ParameterLayout } from '../../core/parameters.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { requireVector } from '../landscape.ts';
import { difference, dotProduct } from './vectors.ts';

/** What one axis of a plane is, in words. */
export interface PlaneAxis {
  readonly label: string;
  /** What 1 of its coordinate is: an SI unit, or words. */
  readonly unit: string;
}

/** The points origin + a d1 + b d2. Directions are neither unit vectors nor orthogonal. */
export interface Plane {
  /** [size] */
  readonly origin: Float64Array;
  /** [size] each, linearly independent. */
  readonly directions: readonly [Float64Array, Float64Array];
  readonly axes: readonly [PlaneAxis, PlaneAxis];
}

/** The point of a plane that is nearest to another. */
export interface Projection {
  /** (a, b) = (D'D)^-1 D'w with w = x - origin. */
  readonly coordinates: readonly [number, number];
  /** |w - D (a, b)|: how far the point is from the plane. */
  readonly residual: number;
  /** |w|: how far it is from the origin. */
  readonly distance: number;
}

/** What is left of a direction's length beside another one, where they count as one. */
const leastAngle = 1e-10;

/** Refuses what is no plane: directions that make a line, or are of another size. */
export function requirePlane(plane: Plane): void {
  requireParts('plane', plane, { origin: 'an object', directions: 'a list', axes: 'a list' });
  requireInstance('plane.origin', plane.origin, Float64Array);
  requireList('plane.directions', plane.directions);
  for (const k of [0, 1]) requireVector(`plane.directions[${k}]`, plane.directions[k], plane.origin.length);
  const { first, second, along } = basisOf(plane);
  if (!(norm(first) > 0) || !(norm(second) > leastAngle * (norm(second) + Math.abs(along) * norm(first))))
    throw new ArgumentError('plane.directions', 'vectors along one line', 'two linearly independent directions');
}

/** d1, and what d2 has beside it: d2 = second + along d1, with second orthogonal to d1 (Gram and Schmidt, twice over). */
function basisOf({ directions: [first, d2] }: Plane): {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly along: number;
} {
  const square = dotProduct(first, first);
  let second = d2;
  let along = 0;
  for (let pass = 0; pass < 2; pass++) {
    const part = dotProduct(first, second) / square;
    second = second.map((entry, i) => entry - part * first[i]);
    along += part;
  }
  return { first, second, along };
}

/** The vector at coordinates (a, b) of a plane. Throws an ArgumentError where it is no plane. */
export function pointOn(plane: Plane, coordinates: readonly [number, number]): Float64Array {
  requirePlane(plane);
  requireNumbers('coordinates', coordinates, 'a list of two numbers');
  const [a, b] = coordinates;
  return pointsOn(plane, Float64Array.of(a), Float64Array.of(b)).data;
}

/** Vectors at coordinates (a[k], b[k]), one a member. */
export function pointsOn({ origin, directions }: Plane, a: Float64Array, b: Float64Array): PopulationTensor {
  const [d1, d2] = directions;
  const count = a.length;
  const data = new Float64Array(origin.length * count);
  for (let i = 0; i < origin.length; i++)
    for (let k = 0; k < count; k++) data[i * count + k] = origin[i] + (a[k] * d1[i] + b[k] * d2[i]);
  return new PopulationTensor({ shape: [origin.length], population: count }, data);
}

/**
 * The point of the plane nearest to x, by least squares, whatever the angle of the directions. Throws an ArgumentError where
 * plane and x do not fit.
 */
export function projectOnto(plane: Plane, x: Float64Array): Projection {
  requirePlane(plane);
  requireVector('x', x, plane.origin.length);
  const w = difference(x, plane.origin);
  const { first, second, along } = basisOf(plane);
  const b = dotProduct(second, w) / dotProduct(second, second);
  const a = dotProduct(first, w) / dotProduct(first, first) - along * b;
  const [d1, d2] = plane.directions;
  const left = w.map((entry, i) => entry - (a * d1[i] + b * d2[i]));
  return { coordinates: [a, b], residual: norm(left), distance: norm(w) };
}

/**
 * The plane of two parameters, all others as in x: its coordinates are the parameters' own values. `units` say what those are in. Throws
 * an ArgumentError where there are no two such parameters.
 */
export function parameterPlane(
  layout: Pick<ParameterLayout, 'size' | 'nameOf'>,
  x: Float64Array,
  indices: readonly [number, number],
  units: readonly [string, string] = ['', ''],
): Plane {
  requireParts('layout', layout, { size: 'a number', nameOf: 'a function' });
  requireVector('x', x, layout.size);
  requireList('indices', indices);
  requireList('units', units);
  for (const k of [0, 1]) requireText(`units[${k}]`, units[k]);
  for (const k of [0, 1]) requireInteger(`indices[${k}]`, indices[k], 0, layout.size - 1);
  if (indices[0] === indices[1])
    throw new ArgumentError('indices', `${indices[0]} and ${indices[1]}`, 'two different parameters');
  const origin = x.slice();
  const directions = indices.map((index) => {
    origin[index] = 0;
    const unit = new Float64Array(x.length);
    unit[index] = 1;
    return unit;
  });
  const axes = indices.map((index, k) => ({ label: layout.nameOf(index), unit: units[k] }));
  return { origin, directions: [directions[0], directions[1]], axes: [axes[0], axes[1]] };
}
