/** @file How far the present leg of a run is: counted from where it started. */
import type { Leg } from './store/run.ts';

export interface LegProgress {
  /** Iterations of this leg that were made. */
  readonly done: number;
  readonly most: number;
  /** 0 to 1. */
  readonly fraction: number;
}

/** `newest`: the last iteration that was made; -1 before any. */
export function legProgress({ from, most }: Leg, newest: number): LegProgress {
  const done = Math.min(Math.max(newest + 1 - from, 0), most);
  return { done, most, fraction: most > 0 ? done / most : 0 };
}
