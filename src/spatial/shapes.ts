/** @file Shapes of the parts of spatial quantities, refused when one is made: later on another shape would be broadcast. */
import { requireInstance } from '../core/arguments.ts';
import { described } from '../text/described.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { requireShapeOf, sameShape, type Shape } from '../core/shape.ts';
import { ArgumentError, ShapeError } from '../errors.ts';

/** A tensor of one shape; `meaning` says what it stands for. */
export function requireTensorOf(operation: string, x: PopulationTensor, shape: Shape, meaning: string): void {
  requireInstance(operation, x, PopulationTensor, 'wrap numbers by tensor(…)');
  requireShapeOf(operation, x.shape, shape, meaning);
}

/** Angular and linear part: 3-vectors, or as many rows of them. */
export function requireVectors(operation: string, angular: PopulationTensor, linear: PopulationTensor): void {
  requireInstance(`${operation}: angular`, angular, PopulationTensor, 'wrap numbers by tensor(…)');
  requireInstance(`${operation}: linear`, linear, PopulationTensor, 'wrap numbers by tensor(…)');
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
  requireTensorOf(`${operation}: mass`, mass, [], 'one number');
  requireTensorOf(`${operation}: first moment`, first, [3], 'a 3-vector');
  requireTensorOf(`${operation}: second moments`, second, [3, 3], 'a 3 x 3 matrix');
}

/** Index of a coordinate axis. */
export function requireAxis(operation: string, axis: number): void {
  if (axis !== 0 && axis !== 1 && axis !== 2)
    throw new ArgumentError(`${operation}: axis`, described(axis), '0, 1 or 2');
}
