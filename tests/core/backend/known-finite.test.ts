/** @file A kernel sees whether its results are finite while it writes them; what it misses, nobody would look for. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../src/core/backend/executable.ts';
import { isKnownFinite } from '../../../src/core/backend/known-finite.ts';
import { isFinite } from '../../../src/core/backend/provenance.ts';
import { compile } from '../../../src/core/compile.ts';
import { trace } from '../../../src/core/graph.ts';
import { div } from '../../../src/core/ops/arithmetic.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { NonFiniteError } from '../../../src/errors.ts';

const members = (population: number, bad: number, value: number): PopulationTensor =>
  new PopulationTensor(
    { shape: [3], population },
    Float64Array.from({ length: 3 * population }, (_, i) => (i === population + bad ? value : 0.5)),
  );

describe.each(['float64', 'float32'] as const)('in %s', (precision) => {
  it.each([1, 2, 5, 31, 33, 64, 100])(
    'one bad number of %i members is seen, whichever member it belongs to',
    (population) => {
      const f = (x: PopulationTensor): PopulationTensor => exp(div(1, x));
      const executable = new Executable(trace(f, members(population, 0, 0.5)), { precision, reuseResults: true });
      for (const bad of new Set([0, population >> 1, population - 1]))
        for (const value of [0, NaN, 0.5]) {
          const [result] = executable.run([members(population, bad, value)]);
          expect(isKnownFinite(result)).toBe(value === 0.5);
          expect(isFinite(result)).toBe(value === 0.5);
        }
    },
  );
});

it('a sum of finite numbers that is not finite is seen', () => {
  const largest = new PopulationTensor({ shape: [], population: 8 }, new Float64Array(8).fill(1.7e308));
  const total = compile((x: PopulationTensor) => populationSum(exp(div(x, 2.4e305))), [largest], {
    checkFinite: false,
  });
  expect(isFinite(total(largest))).toBe(false);
  const checked = compile((x: PopulationTensor) => populationSum(exp(div(x, 2.4e305))), [largest]);
  expect(() => checked(largest)).toThrow(NonFiniteError);
});
