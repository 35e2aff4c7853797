/** @file Relative errors as digits: what people are told of how well two numbers agree. */

/** More digits than these say nothing. */
export const mostDigits = 15;

/** 1, 0.1, 0.01, … */
const powers = Array.from({ length: mostDigits + 1 }, (_, digits) => Number(`1e-${digits}`));

/** Whole digits to which numbers agree whose relative difference is so much; 0 where it is no number. */
export const digitsOf = (error: number): number =>
  Math.max(
    0,
    powers.findLastIndex((power) => error <= power),
  );
