/** @file Views: reshape, transpose, slice, gather, concat, stack. Each is one index map, so each is linear. */
import { ShapeError } from '../../errors.ts';
import { requireList, requireNumber, requireNumbers } from '../arguments.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import {
  normalizeAxes,
  normalizeAxis,
  requireShape,
  sameShape,
  type Shape,
  sizeOf,
  stridedIndices,
  stridesOf,
} from '../shape.ts';
import { gatherFlat, join } from './structural.ts';

/** The same elements in row-major order, seen as `shape`; one extent may be -1 and is inferred. */
export function reshape(x: TensorLike, shape: Shape): PopulationTensor {
  const value = tensor(x);
  requireNumbers('reshape: shape', shape, 'a list of extents');
  if (sameShape(shape, value.shape)) return value;
  const known = sizeOf(shape.filter((extent) => extent !== -1));
  if (shape.indexOf(-1) !== shape.lastIndexOf(-1))
    throw new ShapeError('reshape', [value.shape, shape], 'two extents are left open', 'use -1 once');
  // without negative zeros
  const target = shape.map((extent) => (extent === -1 ? value.size / known : extent) + 0);
  if (sizeOf(target) !== value.size || target.some((extent) => !Number.isInteger(extent) || extent < 0))
    throw new ShapeError(
      'reshape',
      [value.shape, shape],
      'element counts differ',
      `use a shape of ${value.size} elements`,
    );
  if (sameShape(target, value.shape)) return value;
  return gatherFlat(
    value,
    Int32Array.from({ length: value.size }, (_, i) => i),
    target,
  );
}

/** Axes in another order; reversed where none is given. */
export function transpose(x: TensorLike, axes?: readonly number[]): PopulationTensor {
  const value = tensor(x);
  if (axes !== undefined) requireNumbers('transpose: axes', axes, 'a list of all axes');
  const order = axes ?? value.shape.map((_, axis) => value.shape.length - 1 - axis);
  if (order.length !== value.shape.length || normalizeAxes('transpose', value.shape, order).length !== order.length)
    throw new ShapeError(
      'transpose',
      [value.shape],
      `axes ${order.join(', ')} are no permutation`,
      'name every axis once',
    );
  const strides = stridesOf(value.shape);
  const positions = order.map((axis) => (axis < 0 ? axis + order.length : axis));
  const shape = positions.map((axis) => value.shape[axis]);
  return gatherFlat(
    value,
    stridedIndices(
      shape,
      positions.map((axis) => strides[axis]),
    ),
    shape,
  );
}

/** The box from `begins` to before `ends`, axis by axis; axes not named are whole. Negative positions count from the end. */
export function slice(x: TensorLike, begins: readonly number[], ends?: readonly number[]): PopulationTensor {
  const value = tensor(x);
  requireNumbers('slice: begins', begins);
  if (ends !== undefined) requireNumbers('slice: ends', ends);
  const resolve = (position: number | undefined, extent: number, fallback: number): number =>
    position === undefined ? fallback : position < 0 ? position + extent : position;
  const from = value.shape.map((extent, axis) => resolve(begins[axis], extent, 0));
  const to = value.shape.map((extent, axis) => resolve(ends?.[axis], extent, extent));
  const fits = from.every(
    (begin, axis) =>
      Number.isInteger(begin) &&
      Number.isInteger(to[axis]) &&
      begin >= 0 &&
      begin <= to[axis] &&
      to[axis] <= value.shape[axis],
  );
  if (!fits || begins.length > value.shape.length || (ends?.length ?? 0) > value.shape.length)
    throw new ShapeError(
      'slice',
      [value.shape],
      `[${begins.join(', ')}] to [${ends?.join(', ') ?? ''}] is out of range`,
      'stay within the shape',
    );
  const strides = stridesOf(value.shape);
  const offset = from.reduce((sum, begin, axis) => sum + begin * strides[axis], 0);
  const shape = from.map((begin, axis) => to[axis] - begin);
  return gatherFlat(value, stridedIndices(shape, strides, offset), shape);
}

/** The element, or the sub-tensor, at static indices on the leading axes. Negative indices count from the end. */
export function at(x: TensorLike, ...index: number[]): PopulationTensor {
  const value = tensor(x);
  requireNumbers('at: index', index);
  const positions = index.map((i, axis) => (i < 0 ? i + value.shape[axis] : i));
  const fits = positions.every((i, axis) => Number.isInteger(i) && i >= 0 && i < value.shape[axis]);
  if (!fits || index.length > value.shape.length)
    throw new ShapeError('at', [value.shape], `index [${index.join(', ')}] is out of range`, 'stay within the shape');
  const strides = stridesOf(value.shape);
  const offset = positions.reduce((sum, i, axis) => sum + i * strides[axis], 0);
  const shape = value.shape.slice(index.length);
  return gatherFlat(value, stridedIndices(shape, strides.slice(index.length), offset), shape);
}

/** Indices that an error lists. */
const indicesListed = 5;

/** The listed slices along an axis, repeats allowed (their cotangents add). */
export function gather(x: TensorLike, indices: readonly number[], axis = 0): PopulationTensor {
  const value = tensor(x);
  const along = normalizeAxis('gather', value.shape, axis);
  requireNumbers('gather: indices', indices, 'a list of indices');
  const extent = value.shape[along];
  const positions = indices.map((i) => (i < 0 ? i + extent : i));
  const wrong = indices.filter(
    (_, k) => !Number.isInteger(positions[k]) || !(positions[k] >= 0 && positions[k] < extent),
  );
  if (wrong.length > 0)
    throw new ShapeError(
      'gather',
      [value.shape],
      `indices ${wrong.slice(0, indicesListed).join(', ')}${wrong.length > indicesListed ? ', …' : ''} are out of range on axis ${along}`,
      extent === 0 ? 'give no index' : `use 0 to ${extent - 1}`,
    );
  const shape = value.shape.with(along, indices.length);
  const inner = sizeOf(shape.slice(along + 1));
  const map = new Int32Array(sizeOf(shape));
  for (let at = 0, slab = 0; at < map.length; slab += extent)
    for (let k = 0; k < positions.length; k++)
      for (let i = 0; i < inner; i++) map[at++] = (slab + positions[k]) * inner + i;
  return gatherFlat(value, map, shape);
}

/** Tensors end to end along an axis. */
export function concat(list: readonly TensorLike[], axis = 0): PopulationTensor {
  requireList('concat', list, 'a list of tensors');
  const tensors = list.map((item) => tensor(item));
  if (tensors.length === 0) throw new ShapeError('concat', [], 'an empty list', 'give at least one tensor');
  const first = tensors[0].shape;
  const along = normalizeAxis('concat', first, axis);
  const fits = tensors.every(
    ({ shape }) => shape.length === first.length && sameShape(shape.with(along, 0), first.with(along, 0)),
  );
  if (!fits)
    throw new ShapeError(
      'concat',
      tensors.map(({ shape }) => shape),
      `extents differ off axis ${along}`,
      'make all other extents equal',
    );
  const extents = tensors.map(({ shape }) => shape[along]);
  const shape = first.with(
    along,
    extents.reduce((sum, extent) => sum + extent, 0),
  );
  requireShape('concat', shape);
  const joined = join(tensors, along === 0 ? shape : [sizeOf(shape)]);
  if (along === 0) return joined;
  const inner = sizeOf(first.slice(along + 1));
  const outer = sizeOf(first.slice(0, along));
  const indices = new Int32Array(sizeOf(shape));
  let position = 0;
  for (let o = 0; o < outer; o++) {
    let base = 0;
    for (const extent of extents) {
      const run = extent * inner;
      for (let i = 0; i < run; i++) indices[position++] = base + o * run + i;
      base += outer * run;
    }
  }
  return gatherFlat(joined, indices, shape);
}

/** Tensors of one shape along a new axis. */
export function stack(list: readonly TensorLike[], axis = 0): PopulationTensor {
  requireList('stack', list, 'a list of tensors');
  requireNumber('stack: axis', axis);
  const tensors = list.map((item) => tensor(item));
  const shape = tensors[0]?.shape ?? [];
  if (tensors.length === 0 || !tensors.every((item) => sameShape(item.shape, shape)))
    throw new ShapeError(
      'stack',
      tensors.map((item) => item.shape),
      'shapes differ',
      'stack tensors of one shape',
    );
  const along = axis < 0 ? axis + shape.length + 1 : axis;
  if (!Number.isInteger(along) || along < 0 || along > shape.length)
    throw new ShapeError('stack', [shape], `axis ${axis} is out of range`, `use an axis from 0 to ${shape.length}`);
  if (along === 0) return join(tensors, [tensors.length, ...shape]);
  return concat(
    tensors.map((item) => reshape(item, [...shape.slice(0, along), 1, ...shape.slice(along)])),
    along,
  );
}
