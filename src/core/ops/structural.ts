/** @file Structural ops that everything else stands on: gather and its transpose scatter-add, join, and spread over the population. */
import { ArgumentError, ShapeError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { described } from '../../text/described.ts';
import { apply, type NodeContent, type Primitive, type Tangent } from '../primitive.ts';
import { PopulationTensor, requireMembers, tensor, type TensorLike, zeros } from '../population-tensor.ts';
import * as scalar from '../scalar/basic.ts';
import { combinePairwise } from '../pairwise.ts';
import { broadcastIndices, broadcastShapes, requireShape, sameShape, type Shape, sizeOf } from '../shape.ts';

interface IndexMap {
  readonly indices: Int32Array;
}

const indicesOf = ({ attributes }: Application): NodeContent => ({ numbers: (attributes as IndexMap).indices });

/** out[i] = x[indices[i]]; linear, transposed by scatterAdd. */
const gatherPrimitive: Primitive = {
  name: 'gather',
  form: { kind: 'gather' },
  content: indicesOf,
  compute: <T>(_: unknown, [x]: readonly ArrayLike<T>[], application: { attributes: unknown }) => {
    const { indices } = application.attributes as IndexMap;
    const out = new Array<T>(indices.length);
    for (let i = 0; i < indices.length; i++) out[i] = x[indices[i]];
    return [out];
  },
  computeConcrete: ([{ data, population: members }], { attributes, outputs }) => {
    const { indices } = attributes as IndexMap;
    const out = new Float64Array(indices.length * members);
    for (let i = 0; i < indices.length; i++)
      for (let member = 0; member < members; member++) out[i * members + member] = data[indices[i] * members + member];
    return [new PopulationTensor(outputs[0], out)];
  },
  jvp: ({ attributes, outputs }, _, [dx]) => [dx && gatherFlat(dx, (attributes as IndexMap).indices, outputs[0].shape)],
  vjp: ({ attributes, inputs }, _, [bar]) => [
    bar && scatterFlat(bar, (attributes as IndexMap).indices, inputs[0].shape),
  ],
};

/** out[j] = sum of x[i] over all i with indices[i] = j, in the order of i; linear, transposed by gather. */
const scatterAddPrimitive: Primitive = {
  name: 'scatterAdd',
  form: { kind: 'scatterAdd' },
  content: indicesOf,
  compute: (arithmetic, [x], { attributes, outputs }) => {
    const { indices } = attributes as IndexMap;
    const zero = arithmetic.constant(0);
    const out = new Array<typeof zero | undefined>(sizeOf(outputs[0].shape)).fill(undefined);
    for (let i = 0; i < indices.length; i++) {
      const present = out[indices[i]];
      out[indices[i]] = present === undefined ? x[i] : arithmetic.apply(scalar.add, present, x[i]);
    }
    return [out.map((value) => value ?? zero)];
  },
  computeConcrete: ([{ data, population: members }], { attributes, outputs }) => {
    const { indices } = attributes as IndexMap;
    const extent = sizeOf(outputs[0].shape);
    const out = new Float64Array(extent * members);
    // the first that arrives is not added to 0, which would take the sign of -0
    const isThere = new Uint8Array(extent);
    for (let i = 0; i < indices.length; i++) {
      const [from, to] = [i * members, indices[i] * members];
      for (let member = 0; member < members; member++)
        out[to + member] = isThere[indices[i]] ? out[to + member] + data[from + member] : data[from + member];
      isThere[indices[i]] = 1;
    }
    return [new PopulationTensor(outputs[0], out)];
  },
  jvp: ({ attributes, outputs }, _, [dx]) => [
    dx && scatterFlat(dx, (attributes as IndexMap).indices, outputs[0].shape),
  ],
  vjp: ({ attributes, inputs }, _, [bar]) => [
    bar && gatherFlat(bar, (attributes as IndexMap).indices, inputs[0].shape),
  ],
};

/** All inputs' elements end to end; linear, transposed by gathers. */
const joinPrimitive: Primitive = {
  name: 'join',
  form: { kind: 'join' },
  compute: (_, inputs) => [inputs.flatMap((input) => Array.from(input))],
  computeConcrete: (inputs, { outputs: [type] }) => {
    const out = new Float64Array(sizeOf(type.shape) * type.population);
    let offset = 0;
    for (const { data } of inputs) {
      out.set(data, offset);
      offset += data.length;
    }
    return [new PopulationTensor(type, out)];
  },
  jvp: ({ inputs, outputs }, _, tangents) => [
    tangents.some(Boolean)
      ? join(
          tangents.map((dx, i) => dx ?? zeros(inputs[i].shape)),
          outputs[0].shape,
        )
      : null,
  ],
  vjp: ({ inputs }, _, [bar], { needed }) => {
    let offset = 0;
    return inputs.map((input, i): Tangent => {
      const begin = offset;
      offset += input.size;
      if (!bar || !needed[i]) return null;
      return gatherFlat(
        bar,
        Int32Array.from({ length: input.size }, (_, element) => begin + element),
        input.shape,
      );
    });
  },
};

/** Gives a shared value to each of P members; linear, transposed by the sum over the population. */
const spreadPrimitive: Primitive = {
  name: 'spread',
  form: { kind: 'identity' },
  compute: (_, [x]) => [x],
  computeConcrete: ([x], { outputs }) => [new PopulationTensor(outputs[0], { sharedValue: x })],
  jvp: ({ outputs }, _, [dx]) => [dx && spread(dx, outputs[0].population)],
  // whoever collects the cotangents of a shared value takes the sum
  vjp: (_, __, [bar]) => [bar],
};

/** Sum over the population in a fixed order, whatever blocks or workers it is cut into. */
const populationSumPrimitive: Primitive = {
  name: 'populationSum',
  form: { kind: 'populationSum' },
  computePopulation: (arithmetic, [members]) => [
    [
      combinePairwise(
        members.map((values) => Array.from(values)),
        (left, right) => left.map((value, element) => arithmetic.apply(scalar.add, value, right[element])),
      ),
    ],
  ],
  jvp: (_, __, [dx]) => [dx && populationSum(dx)],
  // parts of the cotangent, a member each, are one before every member gets it
  vjp: ({ inputs }, _, [bar]) => [bar && spread(populationSum(bar), inputs[0].population)],
};

/** Refuses maps whose length or whose entries do not fit: a compiled program moves elements without asking again. */
function requireMap(operation: string, indices: Int32Array, [from, to]: readonly [Shape, Shape]): void {
  requireShape(operation, from);
  requireShape(operation, to);
  const [length, extent] = [sizeOf(from), sizeOf(to)];
  if (indices.length !== length)
    throw new ShapeError(operation, [from, to], `${indices.length} indices`, `give ${length} indices`);
  let place = 0;
  // as unsigned numbers negative ones are large
  while (place < length && indices[place] >>> 0 < extent) place++;
  if (place === length) return;
  const problem = `index ${indices[place]} at position ${place} is out of range`;
  const remedy = extent === 0 ? 'give no index' : `use indices from 0 to ${extent - 1}`;
  throw new ShapeError(operation, [from, to], problem, remedy);
}

/** out[i] = x[indices[i]] over row-major elements; `shape` is the shape of the result. The map is kept, not copied. */
export function gatherFlat(x: PopulationTensor, indices: Int32Array, shape: Shape): PopulationTensor {
  requireMap('gather', indices, [shape, x.shape]);
  return apply(gatherPrimitive, [x], [{ shape, population: x.population }], { indices } satisfies IndexMap)[0];
}

/**
 * out[indices[i]] += x[i] over row-major elements, from zeros of `shape`: one index for each element of x, from 0 on and
 * below the elements of `shape`. Throws a ShapeError for other indices.
 */
export function scatterAdd(x: TensorLike, indices: Int32Array, shape: Shape): PopulationTensor {
  if (!(indices instanceof Int32Array))
    throw new ArgumentError('scatterAdd: indices', described(indices), 'an Int32Array', 'use Int32Array.from(…)');
  // a caller may write to the arrays while a graph still has them
  return scatterFlat(tensor(x), indices.slice(), [...requireShape('scatterAdd', shape)]);
}

/** The same for a map that nobody writes to: it is kept, not copied. */
export function scatterFlat(x: PopulationTensor, indices: Int32Array, shape: Shape): PopulationTensor {
  requireMap('scatterAdd', indices, [x.shape, shape]);
  return apply(scatterAddPrimitive, [x], [{ shape, population: x.population }], { indices } satisfies IndexMap)[0];
}

/** Elements of all tensors end to end, seen as `shape`. Shared values are spread where another is not. */
export function join(tensors: readonly PopulationTensor[], shape: Shape): PopulationTensor {
  const inputs = unifyPopulations('join', tensors);
  return apply(joinPrimitive, inputs, [{ shape, population: inputs[0].population }])[0];
}

/** The same value for each of `members` members. */
export function spread(x: TensorLike, members: number): PopulationTensor {
  requireMembers('spread', members);
  const value = tensor(x);
  if (value.population === members) return value;
  if (value.population !== 1)
    throw new ShapeError(
      'spread',
      [value.shape],
      `a population of ${value.population} cannot be spread over ${members} members`,
      'combine tensors of equal population, or of population 1',
    );
  return apply(spreadPrimitive, [value], [{ shape: value.shape, population: members }])[0];
}

/** Sum over all members; the result is shared (population 1). */
export function populationSum(x: TensorLike): PopulationTensor {
  const value = tensor(x);
  if (value.population === 1) return value;
  return apply(populationSumPrimitive, [value], [{ shape: value.shape, population: 1 }])[0];
}

/** The NumPy broadcast of x to `shape`. */
export function broadcastTo(x: TensorLike, shape: Shape): PopulationTensor {
  const value = tensor(x);
  requireShape('broadcastTo', shape);
  if (sameShape(value.shape, shape)) return value;
  const common = broadcastShapes('broadcastTo', [value.shape, shape]);
  if (!sameShape(common, shape))
    throw new ShapeError('broadcastTo', [value.shape, shape], 'the second shape is smaller', 'give the larger shape');
  return gatherFlat(value, broadcastIndices(value.shape, shape), shape);
}

/** Spreads shared tensors where another has members. */
export function unifyPopulations(operation: string, tensors: readonly PopulationTensor[]): readonly PopulationTensor[] {
  if (tensors.every(({ population }) => population === tensors[0].population)) return tensors;
  const members = tensors.reduce((most, { population }) => Math.max(most, population), 1);
  return tensors.map((value) => {
    if (value.population === members) return value;
    if (value.population === 1) return spread(value, members);
    throw new ShapeError(
      operation,
      tensors.map(({ shape }) => shape),
      `populations ${tensors.map(({ population }) => population).join(' and ')} do not match`,
      'combine tensors of equal population, or of population 1',
    );
  });
}

/** Brings operands to one shape and one population. */
export function broadcastOperands(operation: string, operands: readonly TensorLike[]): readonly PopulationTensor[] {
  const tensors = operands.map((operand) => tensor(operand));
  const first = tensors[0];
  if (tensors.every(({ shape }) => sameShape(shape, first.shape))) return unifyPopulations(operation, tensors);
  const shape = broadcastShapes(
    operation,
    tensors.map((operand) => operand.shape),
  );
  return unifyPopulations(
    operation,
    tensors.map((operand) => broadcastTo(operand, shape)),
  );
}
