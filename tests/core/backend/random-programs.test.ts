/** @file Random programs over all ops: both backends have the same bits, and those of the graph node by node. */
import { describe, expect, it } from 'vitest';
import type { PopulationTensor } from '../../../src/core/population-tensor.ts';
import type { Precision } from '../../../src/core/program/record/number-format.ts';
import { drawPlan, longestLoop, type Plan, smallerPlans, type Step } from '../../support/random-graphs/plan.ts';
import { rules } from '../../support/random-graphs/rules.ts';
import { evaluatePlainly, runOn, traceProgram } from '../../support/random-graphs/run.ts';
import { testCases, testSeed } from '../../support/random.ts';

type Outputs = readonly PopulationTensor[];

/** Where two lists of results differ first, or nothing. NaN is NaN whatever its payload. */
function difference(left: Outputs, right: Outputs, isSame: (a: number, b: number) => boolean): string | null {
  for (const [output, { data, population }] of left.entries()) {
    const other = right[output].data;
    if (data.length !== other.length) return `output ${output}: ${data.length} numbers against ${other.length}`;
    for (let i = 0; i < data.length; i++)
      if (!isSame(data[i], other[i])) {
        const [a, b] = [data[i], other[i]].map((value) => (Object.is(value, -0) ? '-0' : String(value)));
        return `output ${output}, element ${Math.floor(i / population)}, member ${i % population}: ${a} against ${b}`;
      }
  }
  return null;
}

const upToSignOfZero = (a: number, b: number): boolean => Object.is(a + 0, b + 0);

/** So little memory for a block that it has the fewest lanes, and loops of enough steps keep checkpoints. */
const scarce = { blockMemory: 1 };
const leastSegmented = 4;

interface Verdict {
  readonly failure: string | null;
  /** It could be compared with the graph node by node. */
  readonly isPlain: boolean;
}

function judge(plan: Plan, precision: Precision): Verdict {
  const program = traceProgram(plan);
  const compiled = runOn('wasm', program, { precision });
  const others = { interpreter: () => runOn('interpreter', program, { precision }) };
  const withCheckpoints = {
    'wasm with checkpoints': () => runOn('wasm', program, { ...scarce, precision }),
    'interpreter with checkpoints': () => runOn('interpreter', program, { ...scarce, precision }),
  };
  const runs = longestLoop(plan.steps) < leastSegmented ? others : { ...others, ...withCheckpoints };
  for (const [name, run] of Object.entries(runs)) {
    const found = difference(compiled, run(), Object.is);
    if (found) return { failure: `wasm and ${name}: ${found}`, isPlain: false };
  }
  const plain = plan.wildness === 0 && precision === 'float64' ? evaluatePlainly(program) : null;
  const beside = plain && difference(compiled, plain, upToSignOfZero);
  return { failure: beside && `wasm and the graph node by node: ${beside}`, isPlain: plain !== null };
}

/** An error that is thrown is a failure, too. */
function verdictOn(plan: Plan, precision: Precision): Verdict {
  try {
    return judge(plan, precision);
  } catch (error) {
    return { failure: String(error), isPlain: false };
  }
}

/** The smallest plan found that fails, and how. */
function shrink(plan: Plan, precision: Precision): string {
  let [smallest, failure] = [plan, verdictOn(plan, precision).failure];
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const smaller of smallerPlans(smallest)) {
      const found = verdictOn(smaller, precision).failure;
      if (!found) continue;
      [smallest, failure, isDone] = [smaller, found, false];
      break;
    }
  }
  return `${failure}\n${JSON.stringify(smallest)}`;
}

/** Fails at the first program that does; says how many were compared with the graph node by node. */
function check(plans: readonly Plan[], precision: Precision): number {
  let plain = 0;
  for (const [i, plan] of plans.entries()) {
    const { failure, isPlain } = verdictOn(plan, precision);
    if (failure) expect.fail(`program ${i} of TEST_SEED=${testSeed}: ${shrink(plan, precision)}`);
    if (isPlain) plain++;
  }
  return plain;
}

/** Rules of all steps, those of loops among them. */
const rulesOf = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => ('loop' in step ? rulesOf(step.loop.body) : step.rule));

describe(`random programs over all ops (TEST_SEED=${testSeed})`, () => {
  const planned = (count: number): Plan[] => Array.from({ length: count }, (_, i) => drawPlan(testSeed, i));
  const plans = planned(testCases(200));

  it(`have the same bits on both backends, and those of the graph node by node: ${plans.length}`, () => {
    expect(check(plans, 'float64')).toBeGreaterThan(0.1 * plans.length);
  });

  const some = plans.slice(0, testCases(60));
  it(`have the same bits on both backends in float32: ${some.length}`, () => void check(some, 'float32'));

  it('leave no op out', () => {
    const seen = new Set(planned(1000).flatMap(({ steps }) => rulesOf(steps)));
    expect([...rules.keys()].filter((name) => !seen.has(name))).toEqual([]);
  });
});
