/** @file Whatever a program is: a result that is not finite is explained, by a node whose operands are finite, or by an input. */
import { expect, it } from 'vitest';
import { Executable } from '../../src/core/backend/executable.ts';
import { explainNonFinite, isFinite } from '../../src/core/backend/provenance.ts';
import { drawPlan } from '../support/random-graphs/plan.ts';
import { traceProgram } from '../support/random-graphs/run.ts';
import { errorOf } from '../support/non-finite.ts';
import { testCases, testSeed } from '../support/random.ts';

it.each(['float64', 'float32'] as const)(
  `random programs over all ops, their derivatives and loops, in %s (TEST_SEED=${testSeed})`,
  (precision) => {
    let explained = 0;
    let found = 0;
    for (let i = 0; i < testCases(120); i++) {
      const { graph, inputs } = traceProgram(drawPlan(testSeed, 50_000 + i));
      const executable = new Executable(graph, { precision });
      const results = executable.run(inputs);
      if (results.every(isFinite)) continue;
      explained++;
      const { origin } = errorOf(() => explainNonFinite(executable, inputs, results));
      expect(Number.isFinite(origin.value), `program ${i}: ${JSON.stringify(origin)}`).toBe(false);
      if (!origin.operation.startsWith('output')) found++;
    }
    expect(explained).toBeGreaterThan(20);
    // a product with a constant 0 is 0 in a program, whatever the other factor
    expect(found / explained).toBeGreaterThan(0.9);
  },
);
