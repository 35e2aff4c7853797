/** @file What the parts of a session share, and what they wish of the experiment. */
import type { Calls, ChangeRequest } from '../sections/arm/calls.ts';
import type { Clocks } from './clocks.ts';
import type { Jobs } from './jobs.ts';
import type { Looker } from './looker.ts';
import type { Store } from './store/store.ts';

/** What a session shares with the rest of the page. */
export interface SessionParts {
  readonly store: Store;
  readonly jobs: Jobs<Calls>;
  readonly looker: Looker;
  readonly clocks: Clocks;
}

/** A change, and whether a run shall follow it. */
export interface Wish extends ChangeRequest {
  readonly goesOn: boolean;
  /** The iteration that `startFrom` is of, where it is of another run. */
  readonly at?: number;
}
