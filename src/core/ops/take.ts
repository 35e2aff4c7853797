/** @file Indexing by a value: the slices that a computed index names, and the transpose that puts them back. */
import { ShapeError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { requireInteger } from '../arguments.ts';
import { apply, type Primitive, type TakeExtents } from '../primitive.ts';
import { PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import * as scalar from '../scalar/basic.ts';
import { normalizeAxis, type Shape, sizeOf } from '../shape.ts';
import { add } from './elementwise.ts';
import { transpose } from './indexing.ts';
import { unifyPopulations } from './structural.ts';

const extentsOf = ({ attributes }: Application): TakeExtents => attributes as TakeExtents;

const content = (application: Application) => {
  const { rows, inner, count, missing } = extentsOf(application);
  return { numbers: [rows, inner, count, missing] };
};

/** The nearest whole number; of two, the larger. */
export const nearest = (index: number): number => Math.floor(index + 0.5);

/** 1 where the index names the row, for an arithmetic whose numbers are not known. */
export const names = <T>(arithmetic: Arithmetic<T>, index: T, row: number): T => {
  const rounded = arithmetic.apply(scalar.floor, arithmetic.apply(scalar.add, index, arithmetic.constant(0.5)));
  return arithmetic.apply(scalar.equal, rounded, arithmetic.constant(row));
};

/** out[c] = x[index[c]], rows of `inner` numbers; `missing` where there is no such row. Linear in x, transposed by `put`. */
const takePrimitive: Primitive = {
  name: 'take',
  form: { kind: 'take' },
  content,
  compute: (arithmetic, [x, index], application) => {
    const { rows, inner, count, missing } = extentsOf(application);
    const out = new Array<ReturnType<typeof arithmetic.constant>>(count * inner).fill(arithmetic.constant(missing));
    for (let c = 0; c < count; c++)
      for (let row = 0; row < rows; row++) {
        const isNamed = names(arithmetic, index[c], row);
        for (let k = 0; k < inner; k++)
          out[c * inner + k] = arithmetic.apply(scalar.select, isNamed, x[row * inner + k], out[c * inner + k]);
      }
    return [out];
  },
  computeConcrete: ([x, index], application) => {
    const { rows, inner, count, missing } = extentsOf(application);
    const [type] = application.outputs;
    const { population } = type;
    const out = new Float64Array(count * inner * population).fill(missing);
    for (let c = 0; c < count; c++)
      for (let member = 0; member < population; member++) {
        const row = nearest(index.data[c * population + member]);
        if (!(row >= 0 && row < rows)) continue;
        for (let k = 0; k < inner; k++)
          out[(c * inner + k) * population + member] = x.data[(row * inner + k) * population + member];
      }
    return [new PopulationTensor(type, out)];
  },
  flows: () => [true, false],
  jvp: (application, [{ shape }], [dx]) => [dx && taken(dx, application.inputs[1], extentsOf(application), shape)],
  vjp: (application, _, [bar]) => {
    const [x, index] = application.inputs;
    return [bar && put(bar, index, extentsOf(application), x.shape), null];
  },
};

/** out[index[c]] += x[c] from zeros of `rows` rows; what names no row is left out. Linear in x, transposed by `take`. */
const putPrimitive: Primitive = {
  name: 'put',
  form: { kind: 'put' },
  content,
  compute: (arithmetic, [x, index], application) => {
    const { rows, inner, count } = extentsOf(application);
    const zero = arithmetic.constant(0);
    const out = new Array<typeof zero>(rows * inner).fill(zero);
    for (let c = 0; c < count; c++)
      for (let row = 0; row < rows; row++) {
        const isNamed = names(arithmetic, index[c], row);
        for (let k = 0; k < inner; k++) {
          const part = arithmetic.apply(scalar.select, isNamed, x[c * inner + k], zero);
          out[row * inner + k] = arithmetic.apply(scalar.add, out[row * inner + k], part);
        }
      }
    return [out];
  },
  computeConcrete: ([x, index], application) => {
    const { rows, inner, count } = extentsOf(application);
    const [type] = application.outputs;
    const { population } = type;
    const out = new Float64Array(rows * inner * population);
    for (let c = 0; c < count; c++)
      for (let member = 0; member < population; member++) {
        const row = nearest(index.data[c * population + member]);
        if (!(row >= 0 && row < rows)) continue;
        for (let k = 0; k < inner; k++)
          out[(row * inner + k) * population + member] += x.data[(c * inner + k) * population + member];
      }
    return [new PopulationTensor(type, out)];
  },
  flows: () => [true, false],
  jvp: (application, [{ shape }], [dx]) => [dx && put(dx, application.inputs[1], extentsOf(application), shape)],
  vjp: (application, _, [bar]) => {
    const [x, index] = application.inputs;
    // what was left out has no part in the result
    return [bar && taken(bar, index, { ...extentsOf(application), missing: 0 }, x.shape), null];
  },
};

function applied(
  primitive: Primitive,
  x: PopulationTensor,
  index: PopulationTensor,
  extents: TakeExtents,
  shape: Shape,
): PopulationTensor {
  const inputs = unifyPopulations(primitive.name, [x, index]);
  return apply(primitive, inputs, [{ shape, population: inputs[0].population }], extents)[0];
}

const taken = (x: PopulationTensor, index: PopulationTensor, extents: TakeExtents, shape: Shape): PopulationTensor =>
  applied(takePrimitive, x, index, extents, shape);

const put = (x: PopulationTensor, index: PopulationTensor, extents: TakeExtents, shape: Shape): PopulationTensor =>
  applied(putPrimitive, x, index, extents, shape);

/**
 * The slices along an axis that computed indices name, each member its own: shape of x with the axis replaced by the shape of
 * `index`. An index is rounded to the nearest whole number (of two, the larger), and counts from 0; beyond the axis the slice is
 * NaN. Linear in x; no derivative flows to the index. Its cost does not grow with the extent of the axis.
 */
export function take(x: TensorLike, index: TensorLike, axis = 0): PopulationTensor {
  const [value, at] = [tensor(x), tensor(index)];
  const along = normalizeAxis('take', value.shape, axis);
  const others = value.shape.map((_, i) => i).filter((i) => i !== along);
  const first = along === 0 ? value : transpose(value, [along, ...others]);
  const rest = first.shape.slice(1);
  const extents = { rows: first.shape[0], inner: sizeOf(rest), count: at.size, missing: NaN };
  const result = taken(first, at, extents, [...at.shape, ...rest]);
  if (along === 0) return result;
  // axes of the index stand where the axis was
  const rank = at.shape.length;
  const position = (i: number): number => (i < along ? rank + i : i < along + rank ? i - along : i);
  return transpose(
    result,
    result.shape.map((_, i) => position(i)),
  );
}

/** `length` slices along axis 0 from a computed position on (see `take`). */
export function dynamicSlice(x: TensorLike, begin: TensorLike, length: number): PopulationTensor {
  const from = tensor(begin);
  requireInteger('dynamicSlice: length', length, 0);
  if (from.shape.length > 0)
    throw new ShapeError('dynamicSlice', [from.shape], 'a position with axes', 'give a position of shape []');
  return take(
    x,
    add(
      from,
      Array.from({ length }, (_, i) => i),
    ),
  );
}
