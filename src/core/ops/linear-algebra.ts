/** @file Products of vectors and matrices: matmul, dot, outer, cross, norm. */
import { ShapeError } from '../../errors.ts';
import { apply, type Primitive } from '../primitive.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import * as scalar from '../scalar/basic.ts';
import { broadcastShapes, type Shape } from '../shape.ts';
import { abs, div, sqrt, square, sub } from './arithmetic.ts';
import { less } from './comparison.ts';
import { addTangents, choose, equal, mul } from './elementwise.ts';
import { gather, reshape, transpose } from './indexing.ts';
import { amax, sum } from './reduction.ts';
import { stopGradient } from './stop-gradient.ts';
import { broadcastTo, unifyPopulations } from './structural.ts';

/** [batch, m, k] x [batch, k, n] -> [batch, m, n]; bilinear, transposed by itself. */
const matmulPrimitive: Primitive = {
  name: 'matmul',
  form: { kind: 'matmul' },
  compute: (arithmetic, [a, b], { inputs, outputs }) => {
    const [batch, rows, columns] = outputs[0].shape;
    const inner = inputs[0].shape[2];
    const out = new Array<ReturnType<typeof arithmetic.constant>>(batch * rows * columns);
    let position = 0;
    for (let s = 0; s < batch; s++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          const row = (s * rows + i) * inner;
          const column = s * inner * columns + j;
          let total = inner === 0 ? arithmetic.constant(0) : arithmetic.apply(scalar.mul, a[row], b[column]);
          for (let k = 1; k < inner; k++)
            total = arithmetic.apply(
              scalar.add,
              total,
              arithmetic.apply(scalar.mul, a[row + k], b[column + k * columns]),
            );
          out[position++] = total;
        }
    return [out];
  },
  jvp: ({ inputs: [a, b] }, _, [da, db]) => [addTangents(da && batched(da, b), db && batched(a, db))],
  vjp: ({ inputs: [a, b] }, _, [bar], { needed }) => [
    bar && needed[0] ? batched(bar, transpose(b, [0, 2, 1])) : null,
    bar && needed[1] ? batched(transpose(a, [0, 2, 1]), bar) : null,
  ],
};

function batched(a: PopulationTensor, b: PopulationTensor): PopulationTensor {
  const inputs = unifyPopulations('matmul', [a, b]);
  const shape = [a.shape[0], a.shape[1], b.shape[2]];
  return apply(matmulPrimitive, inputs, [{ shape, population: inputs[0].population }])[0];
}

/** Matrix product as in NumPy: vectors, matrices, and stacks of matrices whose leading axes broadcast. */
export function matmul(x: TensorLike, y: TensorLike): PopulationTensor {
  const [a, b] = [tensor(x), tensor(y)];
  const left: Shape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right: Shape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [rows, inner] = left.slice(-2);
  const [height, columns] = right.slice(-2);
  if (a.shape.length === 0 || b.shape.length === 0 || inner !== height)
    throw new ShapeError(
      'matmul',
      [a.shape, b.shape],
      'inner extents differ',
      'make the last axis of the first equal the second-last of the second',
    );
  const batch = broadcastShapes('matmul', [left.slice(0, -2), right.slice(0, -2)]);
  const flat = (operand: PopulationTensor, shape: Shape, tail: Shape): PopulationTensor =>
    reshape(broadcastTo(reshape(operand, shape), [...batch, ...tail]), [
      batch.reduce((n, extent) => n * extent, 1),
      ...tail,
    ]);
  const product = batched(flat(a, left, [rows, inner]), flat(b, right, [height, columns]));
  const tail = [...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  return reshape(product, [...batch, ...tail]);
}

/** Inner product over the last axis. */
export function dot(x: TensorLike, y: TensorLike): PopulationTensor {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.shape.length === 0 || b.shape.length === 0 || a.shape.at(-1) !== b.shape.at(-1))
    throw new ShapeError('dot', [a.shape, b.shape], 'last axes differ', 'give vectors of one length');
  return sum(mul(a, b), -1);
}

/** Outer product of two vectors. */
export function outer(x: TensorLike, y: TensorLike): PopulationTensor {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.shape.length !== 1 || b.shape.length !== 1)
    throw new ShapeError('outer', [a.shape, b.shape], 'operands are no vectors', 'reshape them to rank 1');
  return mul(reshape(a, [a.size, 1]), reshape(b, [1, b.size]));
}

/** Cross product over the last axis, of extent 3. */
export function cross(x: TensorLike, y: TensorLike): PopulationTensor {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.shape.at(-1) !== 3 || b.shape.at(-1) !== 3)
    throw new ShapeError('cross', [a.shape, b.shape], 'the last axis is not 3', 'give 3-vectors');
  const turned = (v: PopulationTensor, order: readonly number[]): PopulationTensor => gather(v, order, -1);
  return sub(mul(turned(a, [1, 2, 0]), turned(b, [2, 0, 1])), mul(turned(a, [2, 0, 1]), turned(b, [1, 2, 0])));
}

/** Smaller vectors are not scaled up further: their squares are still far from underflow. */
const smallestScale = 1e-290;

/** Euclidean norm over the last axis, without overflow or underflow; its derivative at 0 is 0. */
export function norm(x: TensorLike): PopulationTensor {
  const value = tensor(x);
  if (value.shape.length === 0) throw new ShapeError('norm', [value.shape], 'a scalar has no axis', 'use abs');
  const largest = stopGradient(amax(abs(value), -1));
  // a scale whose reciprocal is finite; its value does not matter, so no derivative flows through it
  const bounded = choose(less(largest, smallestScale), smallestScale, largest);
  const scale = choose(less(largest, Infinity), bounded, 1);
  const squares = sum(square(div(value, broadcastTo(reshape(scale, [...scale.shape, 1]), value.shape))), -1);
  const isZero = equal(squares, 0);
  return choose(isZero, 0, mul(scale, sqrt(choose(isZero, 1, squares))));
}
