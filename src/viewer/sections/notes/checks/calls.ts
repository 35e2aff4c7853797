/** @file The calls that the page makes to the worker of the checks. */
import type { Heard } from './check.ts';

/** What came of one check. */
export interface CheckResult extends Heard {
  /** First line of its code in the note's file. */
  readonly line: number;
  readonly passed: boolean;
  /** Why it failed. */
  readonly message: string;
  readonly milliseconds: number;
}

export interface CheckCalls {
  /** Runs all checks of a note, one after the other. */
  readonly runChecks: {
    readonly argument: { readonly path: string };
    readonly progress: CheckResult;
    /** Results of the checks that ran: all, where the call was not cancelled. */
    readonly result: readonly CheckResult[];
  };
}
