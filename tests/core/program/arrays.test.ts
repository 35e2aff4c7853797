/** @file Large tensors: loops over memory have the bits of what they stand for, on both backends, inside of loops in time and outside. */
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Executable } from '../../../src/core/backend/executable.ts';
import { vjp } from '../../../src/core/derivative/functions.ts';
import { evaluateConcrete, trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { concat, gather, reshape, slice, transpose } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { mean, sum } from '../../../src/core/ops/reduction.ts';
import { scatterAdd, spread } from '../../../src/core/ops/structural.ts';
import { cos, sin, tanh } from '../../../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { expectClose } from '../../support/check.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random, testSeed } from '../../support/random.ts';

afterEach(() => chooseBackend('wasm'));

const random = new Random();
const draw = (shape: readonly number[], population: number): PopulationTensor =>
  drawTensor(random, { shape, population }, -1, 1);

type Case = readonly [
  name: string,
  f: (...x: PopulationTensor[]) => PopulationTensor,
  operands: readonly (readonly [shape: readonly number[], population: number])[],
];

const policy = (w1: PopulationTensor, w2: PopulationTensor, x: PopulationTensor): PopulationTensor =>
  matmul(w2, tanh(matmul(w1, x)));

const cases: readonly Case[] = [
  ['a map', (x) => sin(x), [[[200, 7], 5]]],
  [
    'a map of shared numbers',
    (x, y) => mul(spread(tanh(x), 3), y),
    [
      [[301], 1],
      [[301], 3],
    ],
  ],
  [
    'equal maps of a whole and of its beginning',
    (x) => mul(slice(cos(x), [0], [130]), mul(ones([130]), cos(slice(x, [0], [130])))),
    [[[132], 1]],
  ],
  [
    'equal maps of stretches that begin at one place',
    (x) => [260, 200, 134, 150].map((n) => mean(sin(slice(x, [0], [n])))).reduce(add),
    [[[260], 1]],
  ],
  [
    'a map of two',
    (x, y) => mul(x, add(x, y)),
    [
      [[40, 9], 2],
      [[40, 9], 2],
    ],
  ],
  ['a sum', (x) => sum(mul(x, x)), [[[200, 7], 3]]],
  ['sums of columns', (x) => mean(x, 0), [[[200, 7], 3]]],
  ['sums of rows', (x) => sum(x, 1), [[[200, 7], 3]]],
  ['a sum of as many numbers as a prime says', (x) => sum(mul(x, sin(x))), [[[401], 3]]],
  [
    'sums of every third',
    (x) =>
      scatterAdd(
        mul(x, x),
        Int32Array.from({ length: 201 }, (_, i) => [0, 2, 1][i % 3]),
        [4],
      ),
    [[[201], 2]],
  ],
  [
    'a map of rows of two lengths',
    (x, y) => add(reshape(slice(x, [0, 1], [90, 5]), [360]), reshape(slice(y, [0, 2], [60, 8]), [360])),
    [
      [[90, 7], 2],
      [[60, 9], 2],
    ],
  ],
  [
    'a map with numbers that all share',
    (w, x) => mul(mul(w, 3), x),
    [
      [[301], 1],
      [[301], 2],
    ],
  ],
  [
    'a deep map',
    (x) => [0, 1, 2, 3, 4, 5].reduce((y, k) => add(mul(mul(y, y), 0.3), mul(x, 0.1 * k)), x),
    [[[30, 9], 2]],
  ],
  [
    'work on what a loop stacks, on its items, and on both',
    (x, y) => {
      const step = (state: PopulationTensor, item: PopulationTensor) => {
        const next = add(mul(0.5, state), sin(item));
        return { carry: next, output: mul(next, item) };
      };
      const { outputs, carry } = scan(step, tensor([0.1, 0.2]), mul(y, x));
      return mul(add(mul(outputs, x), sin(outputs)), sum(carry));
    },
    [
      [[150, 2], 3],
      [[150, 2], 3],
    ],
  ],
  [
    'work on items of a loop in a loop',
    (x) =>
      scan(
        (total: PopulationTensor, rows: PopulationTensor) => {
          const inner = scan(
            (c: PopulationTensor, item: PopulationTensor) => {
              const next = add(mul(c, 0.3), item);
              return { carry: next, output: mul(next, 2) };
            },
            total,
            mul(rows, 1.5),
          );
          return { carry: inner.carry, output: sum(mul(inner.outputs, rows), 0) };
        },
        tensor([0, 0, 0]),
        x,
      ).outputs,
    [[[4, 90, 3], 2]],
  ],
  ['a transpose', (x) => transpose(x), [[[20, 30], 4]]],
  ['rows picked by index', (x) => gather(x, [3, 3, 150, 0, 199, 7], 0), [[[200, 50], 2]]],
  ['a stretch', (x) => slice(x, [10], [190]), [[[200, 7], 2]]],
  ['columns', (x) => sin(slice(x, [0, 2], [200, 5])), [[[200, 7], 2]]],
  [
    'a join',
    (x, y) => concat([x, y, x], 1),
    [
      [[50, 4], 3],
      [[50, 3], 3],
    ],
  ],
  [
    'repeated indices added',
    (x) =>
      scatterAdd(
        x,
        Int32Array.from({ length: 600 }, (_, i) => (i * i) % 13),
        [13],
      ),
    [[[600], 3]],
  ],
  [
    'a product with shared weights',
    (w, x) => matmul(w, x),
    [
      [[64, 48], 1],
      [[48], 6],
    ],
  ],
  [
    'a product with weights of every member',
    (w, x) => matmul(w, x),
    [
      [[64, 48], 3],
      [[48], 3],
    ],
  ],
  [
    'a product of shared matrices',
    (a, b) => spread(matmul(a, b), 2),
    [
      [[40, 30], 1],
      [[30, 20], 1],
    ],
  ],
  [
    'a constant matrix',
    (x) =>
      matmul(
        tensor(
          Float64Array.from({ length: 2000 }, (_, i) => Math.cos(i)),
          [200, 10],
        ),
        x,
      ),
    [[[10, 7], 2]],
  ],
  [
    'a policy',
    policy,
    [
      [[64, 14], 1],
      [[7, 64], 1],
      [[14], 5],
    ],
  ],
  [
    'a policy in a loop over time, with an item of many numbers',
    (w1, w2, noise) =>
      scan(
        (x: PopulationTensor, item: PopulationTensor) => {
          const next = tanh(add(matmul(transpose(w2), matmul(w2, tanh(matmul(w1, x)))), item));
          return { carry: slice(next, [0], [14]), output: next };
        },
        tensor(Float64Array.from({ length: 14 }, (_, i) => 0.1 * i)),
        noise,
      ).outputs,
    [
      [[300, 14], 1],
      [[7, 300], 1],
      [[6, 300], 3],
    ],
  ],
  [
    'carries of many numbers that change places',
    (x, p, q) => {
      const step = (c: { p: PopulationTensor; q: PopulationTensor }, item: PopulationTensor) => ({
        carry: { p: c.q, q: c.p },
        output: sum(mul(c.p, item)),
      });
      const { carry, outputs } = scan(step, { p, q }, x);
      return add(mul(add(carry.p, mul(carry.q, 3)), 0.1), sum(outputs));
    },
    [
      [[9, 400], 2],
      [[400], 2],
      [[400], 2],
    ],
  ],
  [
    'a carry of many numbers',
    (x, start) =>
      scan(
        (c: PopulationTensor, item: PopulationTensor) => ({ carry: sin(add(mul(c, 0.5), item)), output: sum(c) }),
        start,
        x,
      ).carry,
    [
      [[9, 400], 2],
      [[400], 2],
    ],
  ],
];

/** Where gradients by what members share are added up over groups of members as they are made: another order than node by node. */
const layers = new Set([
  'a product with shared weights',
  'a policy',
  'a policy in a loop over time, with an item of many numbers',
]);

describe.each(cases)('%s', (name, f, operands) => {
  const inputs = operands.map(([shape, population]) => draw(shape, population));
  const withGradients = (...x: PopulationTensor[]): PopulationTensor[] => {
    const { value, pullback } = vjp((y: readonly PopulationTensor[]) => sum(sin(f(...y))), x);
    return [f(...x), value, ...pullback(ones([], value.population))];
  };
  const graph = trace(withGradients, ...inputs);
  const reference = evaluateConcrete(graph, inputs);

  it.each(['wasm', 'interpreter'] as const)(
    'has the values and gradients of the graph, node by node, on %s',
    (backend) => {
      chooseBackend(backend);
      const results = new Executable(graph).run(inputs);
      results.forEach((result, i) => {
        if (layers.has(name) && operands[i - 2]?.[1] === 1)
          return expectClose(result.data, reference[i].data, 1e-13, Math.max(...reference[i].data.map(Math.abs)));
        expect(
          Array.from(result.data, (x) => x + 0),
          `${name}, output ${i}, TEST_SEED=${testSeed}`,
        ).toEqual(Array.from(reference[i].data, (x) => x + 0));
      });
    },
  );

  it('has the same bits on both backends in float32, near those values', () => {
    const [compiled, interpreted] = (['wasm', 'interpreter'] as const).map((backend) => {
      chooseBackend(backend);
      return new Executable(graph, { precision: 'float32' }).run(inputs);
    });
    compiled.forEach(({ data }, i) => {
      expect(data, `${name}, output ${i}, TEST_SEED=${testSeed}`).toEqual(interpreted[i].data);
      const scale = Math.max(1, ...reference[i].data.map(Math.abs));
      // sines of sums of hundreds, whose neighbours in float32 are 3e-5 apart
      expectClose(data, reference[i].data, 1e-3, scale);
    });
  });
});

it('a view of a view reads the same numbers', () => {
  const x = draw([30, 20], 2);
  const f = (y: PopulationTensor): PopulationTensor => reshape(slice(slice(y, [5], [25]), [2], [12]), [200]);
  const [result] = new Executable(trace(f, x)).run([x]);
  expect(Array.from(result.data)).toEqual(Array.from(f(x).data));
});
