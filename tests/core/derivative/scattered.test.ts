/** @file Gradients by elements that are taken one by one from a large tensor. */
import { describe, expect, it } from 'vitest';
import { grad, hvp } from '../../../src/core/derivative/functions.ts';
import { nodesOf, trace } from '../../../src/core/graph.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, slice, stack } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { full, type PopulationTensor } from '../../../src/core/population-tensor.ts';
import { sizeOf } from '../../../src/core/shape.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random } from '../../support/random.ts';
import { differenceOf, runCompiled } from '../../support/run-ways.ts';

const each = (x: PopulationTensor, count: number): PopulationTensor[] =>
  Array.from({ length: count }, (_, i) => at(x, i));

/** The same function with elements taken one by one, and on the whole tensor. */
const oneByOne = (x: PopulationTensor): PopulationTensor =>
  add(
    add(sum(sin(stack(each(x, 300)))), mul(at(x, 7), at(x, 7))),
    add(sum(square(x)), sum(mul(slice(x, [5], [12]), at(x, 9)))),
  );
const whole = (x: PopulationTensor): PopulationTensor => {
  const seventh = slice(x, [7], [8]);
  const product = sum(mul(seventh, seventh));
  return add(
    add(sum(sin(slice(x, [0], [300]))), product),
    add(sum(square(x)), sum(mul(slice(x, [5], [12]), slice(x, [9], [10])))),
  );
};

describe.each([100, 4096, 6000])('of %i elements, taken one by one,', (n) => {
  it.each([1, 3])('the gradient and its derivative are those of the whole (%i members)', (members) => {
    const size = Math.max(n, 300);
    const x = drawTensor(new Random(), { shape: [size], population: members }, -1, 1);
    const derivatives = (f: typeof whole) => (y: PopulationTensor) => [grad(f)(y), hvp(f)(y, mul(y, 0.5))];
    const right = derivatives(whole)(x);
    expect(differenceOf(derivatives(oneByOne)(x), right, 1e-13)).toBeNull();
    expect(differenceOf(runCompiled(derivatives(oneByOne), [x], 'wasm'), right, 1e-13)).toBeNull();
  });

  it('the gradient of what all members share is the sum over them', () => {
    const [x, y] = [1, 3].map((population) =>
      drawTensor(new Random(population), { shape: [Math.max(n, 300)], population }, -1, 1),
    );
    const loss = (f: typeof whole) => (z: PopulationTensor) => populationSum(f(mul(z, y)));
    const byElement = (z: PopulationTensor): PopulationTensor =>
      populationSum(sum(stack(each(z, 300).map((element, i) => sin(mul(element, at(y, i)))))));
    const byWhole = (z: PopulationTensor): PopulationTensor =>
      populationSum(sum(sin(mul(slice(z, [0], [300]), slice(y, [0], [300])))));
    expect(differenceOf([grad(loss(oneByOne))(x)], [grad(loss(whole))(x)], 1e-12)).toBeNull();
    expect(differenceOf([grad(byElement)(x)], [grad(byWhole)(x)], 1e-12)).toBeNull();
  });
});

it('a gradient by all elements one by one has nodes in proportion to them, and few large ones', () => {
  const n = 5000;
  const f = (x: PopulationTensor): PopulationTensor => sum(stack(each(x, n).map(sin)));
  const numbersOf = (g: (x: PopulationTensor) => PopulationTensor): number =>
    nodesOf(trace(g, full([n], 0.3))).reduce((total, { outputs }) => total + sizeOf(outputs[0].shape), 0);
  expect(numbersOf(grad(f))).toBeLessThan(20 * n);
  expect(numbersOf((x) => hvp(f)(x, x))).toBeLessThan(60 * n);
});
