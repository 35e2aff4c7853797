/** @file Members by a value: each member of the result is the member that its index names, and the transpose that adds them up again. */
import { ShapeError } from '../../errors.ts';
import { apply, type MemberValues, type Primitive } from '../primitive.ts';
import { PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import * as scalar from '../scalar/basic.ts';
import { unifyPopulations } from './structural.ts';
import { names, nearest } from './take.ts';

/** Of the values of each member, one chosen for every index; for an arithmetic whose numbers are not known. */
function chosen<T>(
  arithmetic: Arithmetic<T>,
  [x, index]: readonly MemberValues<T>[],
  missing: number,
): readonly MemberValues<T>[] {
  const nothing = arithmetic.constant(missing);
  return [
    index.map((own) =>
      Array.from(x[0], (_, element) =>
        x.reduce<T>(
          (value, member, j) => arithmetic.apply(scalar.select, names(arithmetic, own[0], j), member[element], value),
          nothing,
        ),
      ),
    ),
  ];
}

function chosenConcrete([x, index]: readonly PopulationTensor[], missing: number): PopulationTensor[] {
  const { data, population, size } = x;
  const out = new Float64Array(size * population).fill(missing);
  for (let member = 0; member < population; member++) {
    const from = nearest(index.data[member]);
    if (!(from >= 0 && from < population)) continue;
    for (let element = 0; element < size; element++)
      out[element * population + member] = data[element * population + from];
  }
  return [new PopulationTensor(x, out)];
}

/** out_i = x_index_i; `missing` where there is no such member. Linear in x, transposed by `putMembers`. */
const choosing = (name: string, missing: number): Primitive => ({
  name,
  form: { kind: 'takeMembers' },
  computePopulation: (arithmetic, inputs) => chosen(arithmetic, inputs, missing),
  computeConcrete: (inputs) => chosenConcrete(inputs, missing),
  flows: () => [true, false],
  jvp: ({ inputs }, _, [dx]) => [dx && applied(choosing(name, missing), dx, inputs[1])],
  vjp: ({ inputs }, _, [bar]) => [bar && applied(putMembersPrimitive, bar, inputs[1]), null],
});

const takeMembersPrimitive = choosing('takeMembers', NaN);
/** Of what was left out there is no derivative. */
const takeKnownMembers = choosing('takeKnownMembers', 0);

/** out_j = sum of x_i over all i with index_i = j, in the order of i; linear, transposed by `takeKnownMembers`. */
const putMembersPrimitive: Primitive = {
  name: 'putMembers',
  form: { kind: 'takeMembers' },
  computePopulation: (arithmetic, [x, index]) => {
    const zero = arithmetic.constant(0);
    return [
      x.map((values, j) =>
        Array.from(values, (_, element) =>
          x.reduce((total, member, i) => {
            const part = arithmetic.apply(scalar.select, names(arithmetic, index[i][0], j), member[element], zero);
            return arithmetic.apply(scalar.add, total, part);
          }, zero),
        ),
      ),
    ];
  },
  computeConcrete: ([x, index]) => {
    const { data, population, size } = x;
    const out = new Float64Array(size * population);
    for (let member = 0; member < population; member++) {
      const to = nearest(index.data[member]);
      if (!(to >= 0 && to < population)) continue;
      for (let element = 0; element < size; element++)
        out[element * population + to] += data[element * population + member];
    }
    return [new PopulationTensor(x, out)];
  },
  flows: () => [true, false],
  jvp: ({ inputs }, _, [dx]) => [dx && applied(putMembersPrimitive, dx, inputs[1])],
  vjp: ({ inputs }, _, [bar]) => [bar && applied(takeKnownMembers, bar, inputs[1]), null],
};

function applied(primitive: Primitive, x: PopulationTensor, index: PopulationTensor): PopulationTensor {
  const inputs = unifyPopulations(primitive.name, [x, index]);
  return apply(primitive, inputs, [{ shape: inputs[0].shape, population: inputs[0].population }])[0];
}

/**
 * Member i of the result is member index_i of x: an index [] a member, rounded to the nearest whole number (of two, the larger)
 * and counted from 0; one that names no member gives NaN. What all members share stays shared. Linear in x; no derivative flows
 * to the index. It looks across members, so a compiled program runs it between kernels.
 */
export function takeMembers(x: TensorLike, index: TensorLike): PopulationTensor {
  const [value, at] = [tensor(x), tensor(index)];
  if (at.shape.length > 0)
    throw new ShapeError('takeMembers', [at.shape], 'an index with axes', 'give an index of shape [] a member');
  return value.population === 1 ? value : applied(takeMembersPrimitive, value, at);
}
