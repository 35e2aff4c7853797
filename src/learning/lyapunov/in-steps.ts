/** @file Long computations in steps: done at once, or with turns of the event loop in between so that they can be cancelled. */
import type { Pace } from '../pace.ts';

/** A computation that may stop after each step. */
export type InSteps<T> = Generator<undefined, T, undefined>;

/** Its result, at once. */
export function atOnce<T>(work: InSteps<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Its result, later: rejects with the reason of the pace's signal. */
export async function paced<T>(work: InSteps<T>, pace: Pace): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pace.step();
  }
}
