/** @file Products of vectors and matrices: matmul, dot, outer, cross, norm. */
import { ShapeError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { apply, type Primitive, type ProductExtents } from '../primitive.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import * as scalar from '../scalar/basic.ts';
import { broadcastShapes, sameShape, type Shape, sizeOf, stridedIndices } from '../shape.ts';
import { ofTwo } from '../of-two.ts';
import { abs, div, sqrt, square, sub } from './arithmetic.ts';
import { less } from './comparison.ts';
import { add, addTangents, choose, equal, maskedProduct, mul, neg } from './elementwise.ts';
import { gather, reshape } from './indexing.ts';
import { amax, sum } from './reduction.ts';
import { stopGradient } from './stop-gradient.ts';
import { broadcastTo, gatherFlat, unifyPopulations } from './structural.ts';

const extentsOf = ({ attributes }: Application): ProductExtents => attributes as ProductExtents;

/** Products of operands of any shapes that have the extents' elements; bilinear, transposed by itself. */
const matmulPrimitive: Primitive = {
  name: 'matmul',
  form: { kind: 'matmul' },
  content: (application) => {
    const { batch, rows, inner, columns } = extentsOf(application);
    return { numbers: [batch, rows, inner, columns] };
  },
  compute: (arithmetic, [a, b], application) => {
    const { batch, rows, inner, columns } = extentsOf(application);
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
  jvp: (application, [{ shape }], [da, db]) => {
    const [a, b] = application.inputs;
    const extents = extentsOf(application);
    return [addTangents(da && products(da, b, extents, shape), db && products(a, db, extents, shape))];
  },
  vjp: (application, _, [bar], { needed, guard }) => {
    const [a, b] = application.inputs;
    const { batch, rows, inner, columns } = extentsOf(application);
    const ofLeft = { batch, rows, inner: columns, columns: inner };
    const ofRight = { batch, rows: inner, inner: rows, columns };
    const product = productsUnder[guard];
    return [
      bar && needed[0] ? product(bar, transposed(b, batch, inner, columns), ofLeft, a.shape) : null,
      bar && needed[1] ? product(transposed(a, batch, rows, inner), bar, ofRight, b.shape, 'right') : null,
    ];
  },
};

function products(
  a: PopulationTensor,
  b: PopulationTensor,
  extents: ProductExtents,
  shape: Shape,
  primitive: Primitive = matmulPrimitive,
): PopulationTensor {
  const inputs = unifyPopulations('matmul', [a, b]);
  return apply(primitive, inputs, [{ shape, population: inputs[0].population }], extents)[0];
}

/** Products with a cotangent that may have been masked to 0: where one operand is, the other may move without bounds. */
const guardedMatmulPrimitive: Primitive = {
  ...matmulPrimitive,
  guards: () => 1,
  jvp: (application, [{ shape }], [da, db]) => {
    const [a, b] = application.inputs;
    const extents = extentsOf(application);
    return [
      addTangents(da && maskedProducts(da, b, extents, shape, 'right'), db && maskedProducts(a, db, extents, shape)),
    ];
  },
};

/** The same where no term is NaN whose cotangent, the operand on the side `bar`, is 0. */
function maskedProducts(
  a: PopulationTensor,
  b: PopulationTensor,
  { batch, rows, inner, columns }: ProductExtents,
  shape: Shape,
  bar: 'left' | 'right' = 'left',
): PopulationTensor {
  const terms = [batch, rows, columns, inner];
  const left = gatherFlat(a, stridedIndices(terms, [rows * inner, inner, 0, 1]), terms);
  const right = gatherFlat(b, stridedIndices(terms, [inner * columns, 0, 1, columns]), terms);
  return reshape(sum(bar === 'left' ? maskedProduct(left, right) : maskedProduct(right, left), -1), shape);
}

/** Products with a cotangent, by what it may have met; `bar`: the side where it stands. */
const productsUnder: readonly (typeof maskedProducts)[] = [
  (a, b, extents, shape) => products(a, b, extents, shape),
  (a, b, extents, shape) => products(a, b, extents, shape, guardedMatmulPrimitive),
  maskedProducts,
];

/** A stack of matrices, each transposed. */
function transposed(x: PopulationTensor, batch: number, rows: number, columns: number): PopulationTensor {
  if (rows === 1 || columns === 1) return x;
  const [shape, strides] =
    batch === 1
      ? [
          [columns, rows],
          [1, columns],
        ]
      : [
          [batch, columns, rows],
          [rows * columns, 1, columns],
        ];
  return gatherFlat(x, stridedIndices(shape, strides), shape);
}

/** Matrix product as in NumPy: vectors, matrices, and stacks of matrices whose leading axes broadcast. */
export const matmul = ofTwo('matmul', (x, y) => {
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
  const [leftStack, rightStack] = [left.slice(0, -2), right.slice(0, -2)];
  const stack = broadcastShapes('matmul', [leftStack, rightStack]);
  const spreadOver = (operand: PopulationTensor, own: Shape, matrix: Shape): PopulationTensor =>
    sameShape(own, stack) ? operand : broadcastTo(reshape(operand, [...own, ...matrix]), [...stack, ...matrix]);
  return products(
    spreadOver(a, leftStack, [rows, inner]),
    spreadOver(b, rightStack, [height, columns]),
    { batch: sizeOf(stack), rows, inner, columns },
    [...stack, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])],
  );
});

/** Inner product over the last axis. */
export const dot = ofTwo('dot', (x, y) => {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.shape.length === 0 || b.shape.length === 0 || a.shape.at(-1) !== b.shape.at(-1))
    throw new ShapeError('dot', [a.shape, b.shape], 'last axes differ', 'give vectors of one length');
  return sum(mul(a, b), -1);
});

/** Outer product of two vectors. */
export const outer = ofTwo('outer', (x, y) => {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.shape.length !== 1 || b.shape.length !== 1)
    throw new ShapeError('outer', [a.shape, b.shape], 'operands are no vectors', 'reshape them to rank 1');
  return mul(reshape(a, [a.size, 1]), reshape(b, [1, b.size]));
});

/** a x b of two 3-vectors; bilinear, and its own derivative. */
const crossPrimitive: Primitive = {
  name: 'cross',
  compute: (arithmetic, [a, b]) => {
    const product = (i: number, j: number): ReturnType<typeof arithmetic.constant> =>
      arithmetic.apply(scalar.mul, a[i], b[j]);
    const component = (i: number, j: number): ReturnType<typeof arithmetic.constant> =>
      arithmetic.apply(scalar.sub, product(i, j), product(j, i));
    return [[component(1, 2), component(2, 0), component(0, 1)]];
  },
  jvp: ({ inputs: [a, b] }, _, [da, db]) => [addTangents(da && cross(da, b), db && cross(a, db))],
  vjp: ({ inputs: [a, b] }, _, [bar], { needed, guard }) => {
    const product = (x: PopulationTensor): PopulationTensor => crossUnder[guard](bar!, x);
    return [bar && needed[0] ? neg(product(b)) : null, bar && needed[1] ? product(a) : null];
  },
};

/** The product of two vectors of which one may have been masked to 0, and the other may then move without bounds. */
const guardedCrossPrimitive: Primitive = {
  ...crossPrimitive,
  guards: () => 1,
  jvp: ({ inputs: [a, b] }, _, [da, db]) => [
    addTangents(da && neg(composedCross(b, da, maskedProduct)), db && composedCross(a, db, maskedProduct)),
  ],
};

function crossOf(primitive: Primitive, a: PopulationTensor, b: PopulationTensor): PopulationTensor {
  const inputs = unifyPopulations('cross', [a, b]);
  return apply(primitive, inputs, [inputs[0]])[0];
}

/** Products of a cotangent and a vector, by what the cotangent may have met. */
const crossUnder: readonly ((bar: PopulationTensor, x: PopulationTensor) => PopulationTensor)[] = [
  (bar, x) => cross(bar, x),
  (bar, x) => crossOf(guardedCrossPrimitive, bar, x),
  (bar, x) => composedCross(bar, x, maskedProduct),
];

const following = [1, 2, 0];

/** a x b of ops that run as loops over large stacks; in products a's element comes first. */
function composedCross(
  a: PopulationTensor,
  b: PopulationTensor,
  product: (a: PopulationTensor, b: PopulationTensor) => PopulationTensor = mul,
): PopulationTensor {
  const next = (v: PopulationTensor): PopulationTensor => gather(v, following, -1);
  // component k + 2 is a_k b_{k+1} - a_{k+1} b_k
  return next(sub(product(a, next(b)), product(next(a), b)));
}

/** Cross product over the last axis, of extent 3. */
export const cross = ofTwo('cross', (x, y) => {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.shape.at(-1) !== 3 || b.shape.at(-1) !== 3)
    throw new ShapeError('cross', [a.shape, b.shape], 'the last axis is not 3', 'give 3-vectors');
  if (a.shape.length > 1 || b.shape.length > 1) return composedCross(a, b);
  return crossOf(crossPrimitive, a, b);
});

/** Smaller vectors are not scaled up further: their squares are still far from underflow. In float32 it is 0. */
const smallestScale = 1e-290;

/** The smallest normal number of float32; its reciprocal is finite, too. */
const smallestNarrowScale = 2 ** -126;

/** What is not larger than the smallest normal number of float32 vanishes in float32 when it is this part of itself. */
const vanishingPart = 2 ** -24;

/** Euclidean norm over the last axis, without overflow or underflow; its derivative at 0 is 0. The norm of nothing is 0. */
export function norm(x: TensorLike): PopulationTensor {
  const value = tensor(x);
  if (value.shape.length === 0) throw new ShapeError('norm', [value.shape], 'a scalar has no axis', 'use abs');
  if (value.shape.at(-1) === 0) return sum(value, -1);
  const largest = stopGradient(amax(abs(value), -1));
  // a scale whose reciprocal is finite; its value does not matter, so no derivative flows through it
  const wide = choose(less(largest, smallestScale), smallestScale, largest);
  const bounded = choose(equal(mul(wide, vanishingPart), 0), smallestNarrowScale, wide);
  const scale = choose(less(largest, Infinity), bounded, 1);
  const squares = sum(square(div(value, broadcastTo(reshape(scale, [...scale.shape, 1]), value.shape))), -1);
  // factors of 1 and terms of 0 rather than branches, so that derivatives upstream need no masks
  const isZero = equal(squares, 0);
  return mul(mul(scale, sqrt(add(squares, isZero))), sub(1, isZero));
}
