/** @file Faults that are faults in float32 alone, and results that are finite when they are evaluated again. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../src/core/backend/executable.ts';
import { explainNonFinite } from '../../src/core/backend/provenance.ts';
import { compile } from '../../src/core/compile.ts';
import { withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { trace } from '../../src/core/graph.ts';
import { sqrt } from '../../src/core/ops/arithmetic.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { exp, log } from '../../src/core/ops/exponential.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { type PopulationTensor, population, tensor } from '../../src/core/population-tensor.ts';
import { errorOf, float32, inLoop, originOf } from '../support/non-finite.ts';

type Tensor = PopulationTensor;

describe('in float32', () => {
  const square = (x: Tensor): Tensor => mul(x, x);
  const algorithm = withAdjoint('root of a square', (x: Tensor) => sqrt(square(x)));

  it.each<[string, (x: Tensor) => Tensor, number, string]>([
    ['sqrt(x x)', (x) => sqrt(square(x)), 1e25, 'mul'],
    ['sqrt(x x) in a loop', inLoop((x) => sqrt(square(x))), 1e25, 'mul'],
    ['log(x x) in a loop', inLoop((x) => log(square(x)), 1), 1e-25, 'log'],
    ['an algorithm', algorithm, 1e25, 'mul'],
    ['an algorithm in a loop', inLoop(algorithm), 1e25, 'mul'],
    ['a loop in a loop', inLoop(inLoop((x) => sqrt(square(x)))), 1e25, 'mul'],
    ['an exponential', inLoop(exp), 5, 'exp'],
  ])('%s that overflows or vanishes there alone is explained, in the numbers of the run', (_, f, value, operation) => {
    const x = population([1, value, 1]);
    const error = errorOf(() => compile(f, [x], float32)(x));
    expect(error.origin).toMatchObject({ operation, member: 1, precision: 'float32' });
    expect(error.message).toContain('precision float32');
    expect(error.origin.operands.every(Number.isFinite)).toBe(true);
  });

  it('a sum over the members that only the next kernel cannot hold ends at the sum', () => {
    const x = population([3e38, 3e38]);
    expect(originOf((y) => mul(populationSum(y), 1e-10), x, float32)).toMatchObject({ operation: 'populationSum' });
  });

  it('an argument that is too large is called by its position', () => {
    expect(originOf(square, tensor(1e60), float32)).toMatchObject({ operation: 'input 0', value: Infinity });
  });

  it('nothing is said of precision in float64', () => {
    const error = errorOf(() => compile(log, [tensor(1)])(tensor(-1)));
    expect(error.origin.precision).toBeUndefined();
    expect(error.message).not.toContain('precision');
  });
});

it('a bad result that is finite when it is evaluated again is still told, with its member', () => {
  const x = population([1, 2, 3]);
  const executable = new Executable(trace((y: Tensor) => inLoop((z) => mul(z, 0.5))(y), x));
  const result = population([1, NaN, 1]);
  expect(errorOf(() => explainNonFinite(executable, [x], [result])).origin).toMatchObject({
    operation: 'output 0',
    member: 1,
    value: NaN,
  });
});
