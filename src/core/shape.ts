/** @file Shapes: sizes, NumPy broadcasting, and the index maps that structural ops are made of. */
import { ShapeError } from '../errors.ts';
import { requireList, requireNumber, requireNumbers } from './arguments.ts';

/** Extents of the axes, whole numbers of at least 0; [] is the shape of one number. */
export type Shape = readonly number[];

// The two that every node asks are loops without calls: most of a fresh program's time is code that runs a few times.
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Elements of one member's value that index maps of 32 bits can count. */
const mostElements = 2 ** 31 - 1;

/** A shape as it was given, refused where it is none: extents are integers from 0 on. */
export function requireShape(operation: string, shape: Shape): Shape {
  requireList(`${operation}: shape`, shape, 'a list of extents');
  for (const extent of shape)
    if (!Number.isInteger(extent) || extent < 0) {
      requireNumbers(`${operation}: shape`, shape);
      throw new ShapeError(operation, [shape], `${extent} is no extent`, 'use integers of at least 0');
    }
  requireElements(operation, shape, 1);
  return shape;
}

/** Refuses more numbers than an array of all members has. */
export function requireElements(operation: string, shape: readonly number[], members: number): void {
  if (sizeOf(shape) * members > mostElements)
    throw new ShapeError(
      operation,
      [shape],
      `more than ${mostElements} elements`,
      'use a smaller shape, or fewer members',
    );
}

/** Refuses a tensor of another shape than the operation is for; `meaning` says what it stands for. */
export function requireShapeOf(operation: string, found: Shape, expected: Shape, meaning: string): void {
  if (sameShape(found, expected)) return;
  throw new ShapeError(operation, [found], `not ${meaning}`, `give shape [${expected.join(', ')}]`);
}

/** Row-major strides. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Shape of the NumPy broadcast of several shapes. */
export function broadcastShapes(operation: string, shapes: readonly Shape[]): number[] {
  const rank = shapes.reduce((largest, shape) => Math.max(largest, shape.length), 0);
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const offset = rank - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const extent = shape[axis];
      const present = result[offset + axis];
      if (extent === present || extent === 1) continue;
      if (present !== 1) {
        const remedy = 'make trailing extents equal or 1, or use reshape';
        throw new ShapeError(operation, shapes, 'shapes do not broadcast', remedy);
      }
      result[offset + axis] = extent;
    }
  }
  return result;
}

/**
 * Calls `visit(flat index in the strided source)` for every index of `shape` in row-major order, so that with strides
 * permuted, zeroed or offset every view (broadcast, transpose, slice) is one index map.
 */
export function stridedIndices(shape: Shape, strides: readonly number[], offset = 0): Int32Array {
  const indices = new Int32Array(sizeOf(shape));
  const counter = new Array<number>(shape.length).fill(0);
  let source = offset;
  for (let position = 0; position < indices.length; position++) {
    indices[position] = source;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis];
      if (++counter[axis] < shape[axis]) break;
      source -= strides[axis] * shape[axis];
      counter[axis] = 0;
    }
  }
  return indices;
}

/** Index map of the broadcast of `from` to `to`. */
export function broadcastIndices(from: Shape, to: Shape): Int32Array {
  const strides = stridesOf(from);
  const offset = to.length - from.length;
  return stridedIndices(
    to,
    to.map((_, axis) => (axis < offset || from[axis - offset] === 1 ? 0 : strides[axis - offset])),
  );
}

/** An axis counted from the first; negative ones count from the end. */
export function normalizeAxis(operation: string, shape: Shape, axis: number): number {
  requireNumber(`${operation}: axis`, axis);
  const result = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(result) && result >= 0 && result < shape.length) return result;
  const remedy = shape.length === 0 ? 'name no axis of a scalar' : `use an axis from 0 to ${shape.length - 1}`;
  throw new ShapeError(operation, [shape], `axis ${axis} is out of range`, remedy);
}

/** Normalizes axes, in order; refuses those named twice. `undefined` means all axes. */
export function normalizeAxes(operation: string, shape: Shape, axes?: number | readonly number[]): number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  if (typeof axes === 'number') return [normalizeAxis(operation, shape, axes)];
  requireNumbers(`${operation}: axes`, axes, 'an axis or a list of axes');
  const normalized = axes.map((axis) => normalizeAxis(operation, shape, axis));
  if (new Set(normalized).size < normalized.length)
    throw new ShapeError(operation, [shape], `axes ${axes.join(', ')} name an axis twice`, 'name each axis once');
  return normalized.sort((a, b) => a - b);
}
