/** @file Shapes of the parts of spatial quantities, refused when one is made: later on another shape would be broadcast. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireShapeOf, sameShape } from '../core/shape.ts';
import { ArgumentError, ShapeError } from '../errors.ts';

/** Angular and linear part: 3-vectors, or as many rows of them. */
export function requireVectors(operation: string, angular: PopulationTensor, linear: PopulationTensor): void {
  const { shape } = angular;
  if (shape.at(-1) === 3 && shape.length <= 2 && sameShape(shape, linear.shape)) return;
  throw new ShapeError(operation, [shape, linear.shape], 'parts that are no 3-vectors', 'give shape [3] for both');
}

/** A mass, and its first and second moments. */
export function requireMassParts(
  operation: string,
  mass: PopulationTensor,
  first: PopulationTensor,
  second: PopulationTensor,
): void {
  requireShapeOf(`${operation}: mass`, mass.shape, [], 'one number');
  requireShapeOf(`${operation}: first moment`, first.shape, [3], 'a 3-vector');
  requireShapeOf(`${operation}: second moments`, second.shape, [3, 3], 'a 3 x 3 matrix');
}

/** Index of a coordinate axis. */
export function requireAxis(operation: string, axis: number): void {
  if (axis !== 0 && axis !== 1 && axis !== 2) throw new ArgumentError(`${operation}: axis`, String(axis), '0, 1 or 2');
}
