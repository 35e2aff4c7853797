/** @file What the second physics finds, as plain data. */

/** A motion in it. */
export interface SecondLook {
  /** Of all bodies at every frame, as a Motion has them. */
  readonly poses: Float64Array;
  /** When its numbers stopped being finite, s; it stays where it was then. Null where they did not. */
  readonly lostAt: number | null;
}

/** Parts of the goals that the policy comes to. */
export interface InBoth {
  readonly count: number;
  readonly ours: number;
  readonly theirs: number;
}
