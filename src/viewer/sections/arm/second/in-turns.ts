/** @file A trial in the second physics beside other calls of the worker: it listens between its steps. */
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import type { SecondPhysics } from '../../../../sim2sim/second-physics.ts';
import { stepsOfTrial, type TrialResult } from '../../../../sim2sim/transfer.ts';
import type { Trial } from '../../../../sim2sim/trial.ts';
import type { Ongoing } from '../../../worker/calls.ts';

/** How long it computes before it listens again, ms. */
const turn = 30;

/** Tells of the part that is done; null where it was cancelled. */
export async function runInTurns(
  physics: SecondPhysics,
  trial: Trial,
  { signal, tell }: Ongoing<number>,
): Promise<TrialResult | null> {
  const run = stepsOfTrial(physics, trial);
  let listened = performance.now();
  while (!signal.aborted) {
    const { done, value } = run.next();
    if (done) return value;
    if (performance.now() - listened < turn) continue;
    tell(value / trial.steps);
    await nextTurn();
    listened = performance.now();
  }
  return null;
}
