/** @file When a drive gives all that it can. */

/** From this share of its limit on, a drive is at it. */
export const atLimit = 0.999;
