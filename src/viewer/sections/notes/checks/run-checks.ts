/** @file Runs the checks of notes: each is a function that returns, now or later, or throws what is wrong. */
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import type { Handlers } from '../../../worker/calls.ts';
import type { CheckCalls, CheckResult } from './calls.ts';
import { takeHeard } from './check.ts';

/** A check as the build makes it of a note's block. */
export interface RunnableCheck {
  readonly line: number;
  readonly run: () => void | Promise<void>;
}

async function resultOf({ line, run }: RunnableCheck): Promise<CheckResult> {
  const start = performance.now();
  takeHeard();
  let failure: unknown = null;
  try {
    await run();
  } catch (error) {
    failure = error;
  }
  const message = failure === null ? '' : failure instanceof Error ? failure.message : String(failure);
  return { line, passed: failure === null, message, milliseconds: performance.now() - start, ...takeHeard() };
}

/** `load` gives the checks of a note; it rejects where there is no such note. */
export const checkHandlers = (load: (path: string) => Promise<readonly RunnableCheck[]>): Handlers<CheckCalls> => ({
  async runChecks({ path }, { signal, tell }) {
    const results: CheckResult[] = [];
    for (const check of await load(path)) {
      if (signal.aborted) break;
      const result = await resultOf(check);
      results.push(result);
      tell(result);
      await nextTurn();
    }
    return results;
  },
});
