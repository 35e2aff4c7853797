import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../../src/errors.ts';
import { grad, jvp } from '../../../src/core/derivative/functions.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { cholesky, solve } from '../../../src/core/ops/factorization.ts';
import { at, concat, gather, reshape, slice, stack, transpose } from '../../../src/core/ops/indexing.ts';
import { cross, dot, matmul, norm, outer } from '../../../src/core/ops/linear-algebra.ts';
import { amax, mean, sum } from '../../../src/core/ops/reduction.ts';
import { broadcastTo, spread } from '../../../src/core/ops/structural.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';

const a = zeros([2, 3]);
const two = population([1, 2]);
const three = population([1, 2, 3]);

const bad: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['add', () => add(a, zeros([4])), /^add: shapes do not broadcast; found shapes \[2, 3\] and \[4\]; fix: /],
  ['mul of populations', () => mul(two, three), /^mul: populations 2 and 3 do not match; .*fix: /],
  ['spread', () => spread(two, 3), /^spread: a population of 2 cannot be spread over 3 members/],
  [
    'broadcastTo',
    () => broadcastTo(a, [3]),
    /^broadcastTo: the second shape is smaller; found shapes \[2, 3\] and \[3\]/,
  ],
  ['sum', () => sum(a, 2), /^sum: axis 2 is out of range; found shape \[2, 3\]; fix: use an axis from 0 to 1/],
  ['mean', () => mean(a, [0, 0]), /name an axis twice/],
  ['amax', () => amax(zeros([0])), /nothing to reduce over/],
  ['matmul', () => matmul(a, a), /^matmul: inner extents differ; found shapes \[2, 3\] and \[2, 3\]/],
  ['matmul of scalars', () => matmul(1, a), /^matmul/],
  ['dot', () => dot(a, zeros([2])), /^dot: last axes differ/],
  ['outer', () => outer(a, a), /^outer: operands are no vectors/],
  ['cross', () => cross(zeros([2]), zeros([2])), /^cross: the last axis is not 3/],
  ['norm', () => norm(1), /^norm: a scalar has no axis; .*use abs/],
  [
    'reshape',
    () => reshape(a, [4]),
    /^reshape: element counts differ; found shapes \[2, 3\] and \[4\]; fix: use a shape of 6 elements/,
  ],
  ['transpose', () => transpose(a, [0]), /^transpose: axes 0 are no permutation/],
  ['slice', () => slice(a, [0], [5]), /^slice: .*out of range/],
  ['at', () => at(a, 2), /^at: index \[2\] is out of range; found shape \[2, 3\]/],
  ['gather', () => gather(a, [3], 1), /^gather: indices 3 are out of range on axis 1/],
  ['concat', () => concat([a, zeros([2, 4])]), /^concat: extents differ off axis 0/],
  ['stack', () => stack([a, zeros([3])]), /^stack: shapes differ; found shapes \[2, 3\] and \[3\]/],
  ['cholesky', () => cholesky(a), /^cholesky: not a square matrix; found shape \[2, 3\]/],
  ['solve', () => solve([[1]], zeros([2])), /^solve: the right side does not fit; found shapes \[1, 1\] and \[2\]/],
  ['tensor', () => tensor([[1, 2], [3]]), /^tensor: nested lists of unequal lengths/],
  ['tensor of flat numbers', () => tensor(Float64Array.of(1, 2), [3]), /^tensor: 2 numbers do not fill the shape/],
  ['population', () => population([[1], [1, 2]]), /^population: member 1 has another shape/],
  ['item', () => a.item(), /^item: more than one element/],
  [
    'grad',
    () => grad((x: PopulationTensor) => mul(x, 2))(zeros([3])),
    /^grad: the function is not scalar; found shape \[3\]/,
  ],
  ['jvp', () => jvp((x: PopulationTensor) => x, zeros([3]), zeros([2])), /^jvp: leaf \(root\) has another shape/],
  [
    'scan',
    () => scan((c: PopulationTensor) => ({ carry: stack([c, c]), output: c }), zeros([2]), zeros([3])),
    /^scan: leaf carry .*another shape/,
  ],
  [
    'scan lengths',
    () => scan((c: PopulationTensor) => ({ carry: c, output: c }), zeros([2]), { a: zeros([3]), b: zeros([4]) }),
    /^scan: lengths 3 and 4/,
  ],
];

describe('a shape that does not fit is refused with operation, shapes and remedy', () => {
  it.each(bad)('%s', (_, call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(/fix: /);
  });
});

it('a value cannot be read inside a traced function', () => {
  expect(() => grad((x: PopulationTensor) => mul(x, x.item()))(tensor(1))).toThrow(
    /data: found a symbolic tensor.*expected a concrete tensor/,
  );
});
