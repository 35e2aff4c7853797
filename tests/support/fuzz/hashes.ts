/** @file What becomes of programs, as one short text each, to be compared between engines. */
import { hashBits } from '../random-graphs/numbers.ts';
import { drawPlan } from './draw.ts';
import { judge } from './judge.ts';
import { modes } from './modes.ts';
import type { Plan } from './plan.ts';
import { Trial } from './trial.ts';

/** Verdicts on programs [first, first + count) of a seed in all modes, with a hash of the bits of the compiled results. */
export async function fuzzHashes(seed: number, first: number, count: number): Promise<string[]> {
  const found: string[] = [];
  for (let index = first; index < first + count; index++) {
    const plan = drawPlan(seed, index);
    const verdict = await judge(plan, modes);
    const failing = verdict.kind === 'failed' ? ` ${verdict.failures.map(({ mode }) => mode).join(', ')}` : '';
    found.push(`${verdict.kind}${failing} ${hashOfCompiled(plan)}`);
  }
  return found;
}

function hashOfCompiled(plan: Plan): string {
  try {
    return hashBits(new Trial(plan).compiled.map(({ data }) => data));
  } catch (error) {
    return error instanceof Error ? error.name : 'error';
  }
}
