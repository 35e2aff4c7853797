/** @file Products of matrices of any shape: the numbers of loops that are written out here, whoever shares the factors, in a loop in time and outside. */
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Executable } from '../../../src/core/backend/executable.ts';
import { trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { transpose } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { PopulationTensor, zeros } from '../../../src/core/population-tensor.ts';
import type { Precision } from '../../../src/core/program/record/number-format.ts';
import { scan } from '../../../src/core/scan.ts';
import { sizeOf } from '../../../src/core/shape.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

afterEach(() => chooseBackend('wasm'));

const random = new Random();
const below = (most: number): number => Math.floor(random.uniform(0, most));
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)];

/** Halves of small integers: their products and sums are exact in float32 as well, in any order. */
const drawExact = (shape: readonly number[], population: number): PopulationTensor =>
  new PopulationTensor(
    { shape, population },
    Float64Array.from({ length: sizeOf(shape) * population }, () => (below(17) - 8) / 2),
  );

const draw = (shape: readonly number[], population: number): PopulationTensor =>
  new PopulationTensor(
    { shape, population },
    Float64Array.from({ length: sizeOf(shape) * population }, () => random.uniform(-1, 1)),
  );

const extent = (): number => oneOf([1, 2, 3, 7, 16, 1 + below(70), 1 + below(70)]);

interface Case {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly members: number;
  readonly shared: readonly [left: boolean, right: boolean];
  readonly transposed: readonly [left: boolean, right: boolean];
  readonly steps: number;
}

function drawCase(): Case {
  const [rows, columns] = oneOf([
    [1, extent()],
    [extent(), 1],
    [1 + below(9), 1 + below(40)],
  ]);
  const shared = oneOf([
    [true, false],
    [false, true],
    [false, false],
  ] as const);
  const members = oneOf([1, 2, 7, 32, 33, 70]);
  const transposed = [random.uniform(0, 1) < 0.4, random.uniform(0, 1) < 0.4] as const;
  return { rows, inner: extent(), columns, members, shared, transposed, steps: oneOf([0, 3]) };
}

const textOf = (example: Case): string => `TEST_SEED=${testSeed}: ${JSON.stringify(example)}`;

/** Both factors as a caller has them: transposed where the case says so. */
function operandsOf({ rows, inner, columns, members, shared, transposed }: Case, make: typeof draw) {
  const shapes = [
    [rows, inner],
    [inner, columns],
  ];
  return shapes.map((shape, i) => make(transposed[i] ? [...shape].reverse() : shape, shared[i] ? 1 : members));
}

const entry = ({ data, population, shape }: PopulationTensor, isTransposed: boolean, i: number, j: number, m: number) =>
  data[(isTransposed ? j * shape[1] + i : i * shape[1] + j) * population + (population === 1 ? 0 : m)];

/** The product, or as many of them as there are steps, added up. */
const product =
  ({ transposed, steps, rows, columns }: Case) =>
  (a: PopulationTensor, b: PopulationTensor): PopulationTensor => {
    const once = (): PopulationTensor => matmul(transposed[0] ? transpose(a) : a, transposed[1] ? transpose(b) : b);
    if (steps === 0) return once();
    const step = (total: PopulationTensor, scale: PopulationTensor) => ({
      carry: add(total, mul(once(), scale)),
      output: [],
    });
    return scan(
      step,
      zeros([rows, columns]),
      new PopulationTensor(
        { shape: [steps], population: 1 },
        Float64Array.from({ length: steps }, (_, t) => 2 ** t),
      ),
    ).carry;
  };

const factorOf = ({ steps }: Case): number => (steps === 0 ? 1 : 2 ** steps - 1);

function writtenOut(example: Case, [a, b]: readonly PopulationTensor[], round: (x: number) => number): Float64Array {
  const { rows, inner, columns, members, transposed } = example;
  const out = new Float64Array(rows * columns * members);
  for (let i = 0, position = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let m = 0; m < members; m++) {
        let total = 0;
        for (let k = 0; k < inner; k++) {
          const term = round(entry(a, transposed[0], i, k, m) * entry(b, transposed[1], k, j, m));
          total = k === 0 ? term : round(total + term);
        }
        out[position++] = total * factorOf(example);
      }
  return out;
}

const cases = Array.from({ length: testCases(80) }, drawCase);

const run = (
  graph: ReturnType<typeof trace>,
  inputs: readonly PopulationTensor[],
  backend: 'wasm' | 'interpreter',
  precision: Precision = 'float64',
) => {
  chooseBackend(backend);
  return new Executable(graph, { precision }).run(inputs).map(({ data }) => Array.from(data, (x) => x + 0));
};

describe('products of matrices', () => {
  it('have the values of sums over k in order, to the bit', () => {
    for (const given of cases) {
      const example = { ...given, steps: 0 };
      const operands = operandsOf(example, draw);
      const graph = trace(product(example), ...(operands as [PopulationTensor, PopulationTensor]));
      const expected = Array.from(
        writtenOut(example, operands, (x) => x),
        (x) => x + 0,
      );
      for (const backend of ['wasm', 'interpreter'] as const)
        expect(run(graph, operands, backend)[0], textOf(example)).toEqual(expected);
    }
  });

  it.each(['float64', 'float32'] as const)(
    'have values and gradients that are exact where no number is rounded: %s',
    (precision) => {
      for (const example of cases) {
        const operands = operandsOf(example, drawExact);
        const weights = drawExact([example.rows, example.columns], 1);
        const f = product(example);
        const loss = (a: PopulationTensor, b: PopulationTensor): PopulationTensor =>
          populationSum(sum(mul(f(a, b), weights)));
        const both = (a: PopulationTensor, b: PopulationTensor): PopulationTensor[] => [
          f(a, b),
          ...grad(([x, y]: readonly PopulationTensor[]) => loss(x, y))([a, b]),
        ];
        const graph = trace(both, ...(operands as [PopulationTensor, PopulationTensor]));
        const expected = [writtenOut(example, operands, (x) => x), ...gradientsOf(example, operands, weights)].map(
          (list) => Array.from(list, (x) => x + 0),
        );
        for (const backend of ['wasm', 'interpreter'] as const)
          expect(run(graph, operands, backend, precision), textOf(example)).toEqual(expected);
      }
    },
  );
});

/** Gradients of the weighted sum of all entries of all members. */
function gradientsOf(example: Case, operands: readonly PopulationTensor[], weights: PopulationTensor): Float64Array[] {
  const { rows, inner, columns, members, transposed } = example;
  const gradients = operands.map(({ data }) => new Float64Array(data.length));
  const place = (
    { population, shape }: PopulationTensor,
    isTransposed: boolean,
    i: number,
    j: number,
    m: number,
  ): number => (isTransposed ? j * shape[1] + i : i * shape[1] + j) * population + (population === 1 ? 0 : m);
  const [a, b] = operands;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < inner; k++)
        for (let m = 0; m < members; m++) {
          const bar = weights.data[i * columns + j] * factorOf(example);
          gradients[0][place(a, transposed[0], i, k, m)] += bar * entry(b, transposed[1], k, j, m);
          gradients[1][place(b, transposed[1], k, j, m)] += bar * entry(a, transposed[0], i, k, m);
        }
  return gradients;
}
