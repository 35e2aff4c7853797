import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError } from '../../../src/errors.ts';
import { compile } from '../../../src/core/compile.ts';
import { grad, jvp } from '../../../src/core/derivative/functions.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { cholesky, solve, solveCholesky } from '../../../src/core/ops/factorization.ts';
import { at, concat, gather, reshape, slice, stack, transpose } from '../../../src/core/ops/indexing.ts';
import { cross, dot, matmul, norm, outer } from '../../../src/core/ops/linear-algebra.ts';
import { amax, mean, sum } from '../../../src/core/ops/reduction.ts';
import { broadcastTo, gatherFlat, scatterAdd, spread } from '../../../src/core/ops/structural.ts';
import { eye, full, population, PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { rotationOfQuaternion } from '../../../src/spatial/quaternion.ts';
import { exponentialMap, logarithmMap, rotationError } from '../../../src/spatial/rotation-maps.ts';
import { skew, vee } from '../../../src/spatial/skew.ts';
import { complement, mirrorUpper } from '../../../src/spatial/symmetric.ts';

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
  ['stack along half an axis', () => stack([a, a], 0.5), /^stack: axis 0.5 is out of range/],
  ['stack along no axis', () => stack([a, a], NaN), /^stack: axis NaN is out of range/],
  ['concat along half an axis', () => concat([a, a], 0.5), /^concat: axis 0.5 is out of range/],
  ['concat of scalars', () => concat([1, 2]), /^concat: axis 0 is out of range; .*fix: name no axis of a scalar/],
  ['concat of many', () => concat([a, ...new Array<number>(10).fill(0)]), /\[2, 3\] and (\[\] and ){7}3 more; fix/],
  ['transpose with an axis twice', () => transpose(a, [1, -1]), /name an axis twice/],
  ['reshape with two open extents', () => reshape(zeros([1]), [-1, -1]), /^reshape: two extents are left open/],
  ['reshape with two open extents of nothing', () => reshape(zeros([0]), [-1, -1]), /^reshape: two extents/],
  ['reshape to half an extent', () => reshape(zeros([5]), [2.5, 2]), /^reshape/],
  ['reshape to no number', () => reshape(a, [NaN, 6]), /^reshape/],
  ['reshape to an open extent of nothing', () => reshape(zeros([0]), [0, -1]), /^reshape/],
  ['at half an index', () => at(a, 0.5), /^at: index \[0.5\] is out of range/],
  ['at no index', () => at(a, NaN), /^at: index \[NaN\] is out of range/],
  ['at a negative index beyond', () => at(a, -3), /^at: index \[-3\] is out of range/],
  ['at too many indices', () => at(a, 0, 0, 0), /^at: index/],
  ['slice from half', () => slice(a, [0.5]), /^slice: .*out of range/],
  ['slice to no number', () => slice(a, [0], [NaN]), /^slice: .*out of range/],
  ['slice backwards', () => slice(a, [1], [0]), /^slice: .*out of range/],
  ['gather of no number', () => gather(a, [0, NaN, 0.5]), /^gather: indices NaN, 0.5 are out of range on axis 0/],
  ['broadcastTo half an extent', () => broadcastTo(zeros([1]), [2.5]), /^broadcastTo: 2.5 is no extent/],
  ['broadcastTo less than nothing', () => broadcastTo(1, [-3]), /^broadcastTo: -3 is no extent/],
  ['broadcastTo no number', () => broadcastTo(1, [NaN]), /^broadcastTo: NaN is no extent/],
  ['full of half an extent', () => full([2.5], 1), /^full: 2.5 is no extent/],
  ['zeros of less than nothing', () => zeros([-1]), /^full: -1 is no extent/],
  ['full of more than can be counted', () => full([2 ** 16, 2 ** 16], 1), /^full: more than 2147483647 elements/],
  ['eye of less than nothing', () => eye(-1), /^eye: -1 is no extent/],
  ['eye of half a row', () => eye(2.5), /^eye: 2.5 is no extent/],
  ['tensor of a tensor with another shape', () => tensor(a, [6]), /^tensor: a tensor has a shape of its own/],
  ['tensor of flat numbers with half an extent', () => tensor(new Float64Array(5), [2.5, 2]), /^tensor: 2.5 is no/],
  [
    'a shared value of another shape',
    () => new PopulationTensor({ shape: [2], population: 3 }, { sharedValue: a }),
    /^tensor: another value is shared/,
  ],
  ['scatterAdd beyond', () => scatterAdd(zeros([2]), Int32Array.of(0, 3), [3]), /^scatterAdd: index 3 at position 1/],
  ['scatterAdd before', () => scatterAdd(zeros([2]), Int32Array.of(0, -1), [3]), /^scatterAdd: index -1 at position 1/],
  ['scatterAdd of less', () => scatterAdd(zeros([3]), Int32Array.of(0, 1), [3]), /^scatterAdd: 2 indices; .*3 indices/],
  ['scatterAdd of more', () => scatterAdd(zeros([1]), Int32Array.of(0, 1), [3]), /^scatterAdd: 2 indices; .*1 indices/],
  ['scatterAdd to nothing', () => scatterAdd(zeros([1]), Int32Array.of(0), [0]), /^scatterAdd: index 0 at position 0/],
  ['scatterAdd to less than nothing', () => scatterAdd(zeros([1]), Int32Array.of(0), [-1]), /^scatterAdd: -1 is no/],
  ['gatherFlat beyond', () => gatherFlat(a, Int32Array.of(0, 6), [2]), /^gather: index 6 at position 1/],
  ['gatherFlat to another shape', () => gatherFlat(a, Int32Array.of(0, 5), [3]), /^gather: 2 indices; .*3 indices/],
  ['skew', () => skew(zeros([2])), /^skew: not a 3-vector; found shape \[2\]; fix: give shape \[3\]/],
  ['skew of a row', () => skew(zeros([1, 3])), /^skew: not a 3-vector/],
  ['vee', () => vee(zeros([2, 2])), /^vee: not a 3 x 3 matrix/],
  ['vee of flat numbers', () => vee(zeros([9])), /^vee: not a 3 x 3 matrix/],
  ['exponentialMap', () => exponentialMap(zeros([4])), /^exponentialMap: not a rotation vector/],
  ['logarithmMap', () => logarithmMap(zeros([9])), /^logarithmMap: not a rotation matrix/],
  ['rotationError', () => rotationError(eye(3), zeros([3])), /^rotationError: not a rotation matrix/],
  ['rotationOfQuaternion', () => rotationOfQuaternion(zeros([5])), /^rotationOfQuaternion: not a quaternion/],
  ['mirrorUpper', () => mirrorUpper(eye(4)), /^mirrorUpper: not a 3 x 3 matrix/],
  ['complement', () => complement(eye(2)), /^complement: not a 3 x 3 matrix/],
  ['solveCholesky', () => solveCholesky(eye(2), zeros([3])), /^solveCholesky: the right side does not fit/],
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

const wrong: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['half a member', () => full([2], 1, 2.5), /^full: members: found 2.5; expected an integer of at least 1/],
  ['no member', () => zeros([2], 0), /^full: members: found 0/],
  ['spread over half a member', () => spread(1, 2.5), /^spread: members: found 2.5/],
  ['spread over no number', () => spread(1, NaN), /^spread: members: found NaN/],
  ['spread over less than nothing', () => spread(1, -1), /^spread: members: found -1/],
  [
    'data that do not fill the type',
    () => new PopulationTensor({ shape: [3], population: 2 }, new Float64Array(4)),
    /^data of a tensor of shape \[3\] and population 2: found 4 numbers; expected 6 numbers/,
  ],
  [
    'data that are a list',
    () => new PopulationTensor({ shape: [1], population: 1 }, [1] as unknown as Float64Array),
    /^data of a tensor: found a list of 1; expected a Float64Array/,
  ],
  ['a number that is text', () => tensor(['1'] as unknown as number[]), /^tensor: an element at depth 1: found "1"/],
  ['an element that is missing', () => tensor([undefined] as unknown as number[]), /^tensor: an element at depth 1/],
  ['a value that is text', () => full([1], '1' as unknown as number), /^full: value: found "1"/],
  ['members of members', () => population([tensor(1), two] as unknown as number[]), /^members\[1\]: found a tensor/],
  ['a member of a shared value', () => tensor(1).item(-1), /^member: found -1; expected an integer of at least 0/],
  ['half a member of a shared value', () => tensor([1]).toArray(0.5), /^member: found 0.5/],
  ['a member beyond', () => two.item(2), /^member: found 2; expected an integer from 0 to 1/],
  [
    'indices that are a list',
    () => scatterAdd(1, [0] as unknown as Int32Array, []),
    /^scatterAdd: indices: found a list of 1/,
  ],
];

describe('an argument that is no such thing is refused with what was found and expected', () => {
  it.each(wrong)('%s', (_, call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(ArgumentError);
  });
});

it('an index map that is out of range is refused in compiled functions and derivatives too', () => {
  const outside = Int32Array.from({ length: 300 }, (_, i) => (i === 7 ? 45 : (i * 7) % 40));
  const f = (x: PopulationTensor) => scatterAdd(x, outside, [40]);
  expect(() => compile(f, [zeros([300])])).toThrow(/index 45 at position 7/);
  expect(() => grad((x: PopulationTensor) => at(f(x), 0))(zeros([300]))).toThrow(ShapeError);
});

it('an index map belongs to the graph: writing to it later changes nothing', () => {
  const map = Int32Array.of(0, 1);
  const f = compile((x: PopulationTensor) => scatterAdd(x, map, [2]), [zeros([2])]);
  map.fill(100);
  expect(f(tensor([1, 2])).toArray()).toEqual([1, 2]);
});

it('what fits is what it was: negative zeros, extents of nothing, a shape that a tensor has', () => {
  expect(at([1, 2], -0).item()).toBe(1);
  expect(slice([1, 2], [-0], [1]).toArray()).toEqual([1]);
  expect(reshape(zeros([0, 3]), [3, -0]).shape).toEqual([3, 0]);
  expect(tensor(a, [2, 3])).toBe(a);
  expect(scatterAdd(zeros([0]), new Int32Array(0), [2]).toArray()).toEqual([0, 0]);
  expect(eye(0).shape).toEqual([0, 0]);
  expect(norm(zeros([0])).item()).toBe(0);
  expect(norm(zeros([2, 0])).toArray()).toEqual([0, 0]);
  expect(tensor(5).toArray(3)).toEqual([5]);
});

it('lists of 200,000 tensors are stacked and concatenated', () => {
  const list = Array.from({ length: 200_000 }, (_, i) => tensor([i]));
  expect(stack(list).shape).toEqual([200_000, 1]);
  expect(concat(list).toArray()[199_999]).toBe(199_999);
  expect(stack(list, 1).shape).toEqual([1, 200_000]);
  expect(stack([...list, population([[1], [2]])]).population).toBe(2);
  const f = compile((x: PopulationTensor) => sum(stack([...list, x])), [zeros([1])]);
  expect(f(tensor([1])).item()).toBe(100_000 * 199_999 + 1);
});
