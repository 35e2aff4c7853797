/** @file Makes a failing plan smaller, as long as it fails in the same way. */
import { judge, type Verdict } from './judge.ts';
import type { Mode } from './modes.ts';
import type { Plan } from './plan.ts';
import { prune } from './prune.ts';
import { smallerPlans } from './smaller.ts';

export interface Shrunk {
  readonly plan: Plan;
  readonly verdict: Verdict;
}

/** A plan no smaller neighbour of which fails in the mode that failed first; given up after so many seconds. */
export async function shrink(plan: Plan, mode: string, modes: readonly Mode[], seconds = 60): Promise<Shrunk> {
  const own = modes.filter(({ name }) => name === mode);
  const failsAlike = async (candidate: Plan): Promise<Verdict | null> => {
    const verdict = await judge(candidate, own);
    return verdict.kind === 'failed' && verdict.failures[0].mode === mode ? verdict : null;
  };
  const until = Date.now() + 1000 * seconds;
  let smallest = prune(plan);
  let known = await failsAlike(smallest);
  if (!known) return { plan, verdict: await judge(plan, modes) };
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const candidate of smallerPlans(smallest)) {
      if (Date.now() > until) return { plan: smallest, verdict: known };
      const verdict = await failsAlike(candidate);
      if (!verdict) continue;
      [smallest, known, isDone] = [candidate, verdict, false];
      break;
    }
  }
  return { plan: smallest, verdict: known };
}
