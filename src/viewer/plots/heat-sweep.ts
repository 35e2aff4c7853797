/** @file The backward sweep: a new map fills in from the end to the start, as the gradient does. */

/** ms. */
export const sweepDuration = 250;

/** Where the playhead is after so many ms: 1 at the end of the motion, 0 at its start. */
export const playheadAt = (elapsed: number): number => Math.min(Math.max(1 - elapsed / sweepDuration, 0), 1);
