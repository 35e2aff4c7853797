/** @file What a link says of the experiment: taken together, as one opens it and the others say how. */

/** Which experiment; null for what is usual. */
export interface WantedExperiment {
  scene: string | null;
  /** First digits of the checksum of the user's own robot file. */
  robot: string | null;
  /** Settings that differ from the scene's file. */
  set: readonly string[] | null;
  restarts: number | null;
}

/** Where a run of it stands. */
export interface WantedIteration {
  k: number | null;
  p: Float64Array | null;
}

export const wantedNothing = (): WantedExperiment & WantedIteration => ({
  scene: null,
  robot: null,
  set: null,
  restarts: null,
  k: null,
  p: null,
});
