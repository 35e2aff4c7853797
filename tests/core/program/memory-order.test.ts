/** @file The operations of a tile keep the order in which memory is written and read. */
import { describe, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { reshape } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { cos, sin, tan } from '../../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { expectClose } from '../../support/check.ts';

type F = (x: PopulationTensor) => PopulationTensor;

/** The items of a sequence, put out as they are: what is written is read again behind the loop. */
const items: F = (x) => scan((_, item) => ({ carry: [], output: item }), [], x).outputs;
const twice: F = (x) => scan(() => ({ carry: [], output: x }), [], [], { length: 2 }).outputs;

const programs: readonly (readonly [string, F])[] = [
  ['an output that a second loop puts out', (x) => items(sin(items(x)))],
  ['the same three times', (x) => items(cos(items(sin(items(x)))))],
  ['beside another result', (x) => add(items(tan(items(x))), sum(x))],
  ['outputs that meet', (x) => mul(items(sin(items(x))), items(cos(items(x))))],
  [
    'the gradient of a squared gradient',
    (x) => {
      const loss: (y: PopulationTensor) => PopulationTensor = (y) => add(sum(sin(items(y))), sum(sin(twice(y))));
      return grad((y: PopulationTensor) => sum(square(grad(loss)(y))))(x);
    },
  ],
];

describe.each([
  ['one member', tensor([[0.75, -0.25]])],
  ['three members', population([[[0.75, -0.25]], [[1, 2]], [[-0.5, 0.125]]])],
])('what is written to memory is read after that, %s', (_, x) => {
  it.each(programs)('%s', (_name, f) => {
    const g = (y: PopulationTensor) => ({ result: f(reshape(y, [2])), beside: sum(y) });
    expectClose(compile(g, [x])(x).result.data, g(x).result.data, 1e-14);
  });
});
