/** @file Random programs over all ops: both backends have the same bits, and those of the graph node by node. */
import { describe, expect, it } from 'vitest';
import type { PopulationTensor } from '../../../src/core/population-tensor.ts';
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

function judge(plan: Plan): Verdict {
  const program = traceProgram(plan);
  const compiled = runOn('wasm', program);
  const others = { interpreter: () => runOn('interpreter', program) };
  const withCheckpoints = {
    'wasm with checkpoints': () => runOn('wasm', program, scarce),
    'interpreter with checkpoints': () => runOn('interpreter', program, scarce),
  };
  const runs = longestLoop(plan.steps) < leastSegmented ? others : { ...others, ...withCheckpoints };
  for (const [name, run] of Object.entries(runs)) {
    const found = difference(compiled, run(), Object.is);
    if (found) return { failure: `wasm and ${name}: ${found}`, isPlain: false };
  }
  const plain = plan.wildness === 0 ? evaluatePlainly(program) : null;
  const beside = plain && difference(compiled, plain, upToSignOfZero);
  return { failure: beside && `wasm and the graph node by node: ${beside}`, isPlain: plain !== null };
}

/** What went wrong in words, an error among it. */
function failureOf(plan: Plan): string | null {
  try {
    return judge(plan).failure;
  } catch (error) {
    return String(error);
  }
}

/** The smallest plan found that fails, and how. */
function shrink(plan: Plan): string {
  let [smallest, failure] = [plan, failureOf(plan)];
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const smaller of smallerPlans(smallest)) {
      const found = failureOf(smaller);
      if (!found) continue;
      [smallest, failure, isDone] = [smaller, found, false];
      break;
    }
  }
  return `${failure}\n${JSON.stringify(smallest)}`;
}

describe('random programs over all ops', () => {
  const count = testCases(1000);
  const seen = new Map<string, number>();
  const note = (steps: readonly Step[]): void => {
    for (const step of steps)
      if ('loop' in step) note(step.loop.body);
      else seen.set(step.rule, (seen.get(step.rule) ?? 0) + 1);
  };

  it(`have the same bits on both backends, and those of the graph node by node: ${count} of TEST_SEED=${testSeed}`, () => {
    let plain = 0;
    for (let i = 0; i < count; i++) {
      const plan = drawPlan(testSeed, i);
      note(plan.steps);
      let verdict: Verdict;
      try {
        verdict = judge(plan);
      } catch (error) {
        verdict = { failure: String(error), isPlain: false };
      }
      if (verdict.failure) expect.fail(`program ${i} of TEST_SEED=${testSeed}: ${shrink(plan)}`);
      if (verdict.isPlain) plain++;
    }
    expect(plain).toBeGreaterThan(0.1 * count);
  });

  it('leave no op out', () => {
    expect([...rules.keys()].filter((name) => !seen.has(name))).toEqual([]);
  });
});
