/** @file Where the one rollout that is looked at starts, and where it shall go. */

/** Where one arm starts, and what it shall reach. */
export interface Situation {
  readonly q: readonly number[];
  readonly v: readonly number[];
  /** World axes, m; null where the scene's goal has no place, or is the same for all. */
  readonly goal: readonly [number, number, number] | null;
}
