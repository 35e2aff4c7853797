/** @file Relative errors as digits: what people are told of how well two numbers agree. */

/** More digits than these say nothing. */
export const mostDigits = 15;

/** Whole digits to which numbers agree whose relative difference is so much; 0 where it is no number. */
export const digitsOf = (error: number): number =>
  Number.isNaN(error) ? 0 : Math.max(0, Math.min(mostDigits, Math.floor(-Math.log10(error))));
