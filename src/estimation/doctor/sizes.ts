/** @file How large a correction is, so that what is certain but of no weight is not claimed. */

/** A covariance within this factor is right enough. */
export const leastFactor = 1.1;

/** A bias within this, of the deviation of its channel's noise, is none. */
export const leastBias = 0.05;

/** A factor or its inverse, whichever is above 1. */
export const sizeOfFactor = (factor: number): number => Math.max(factor, 1 / factor);
