/** @file Things with their number. */

/** The noun for so many: "iteration", "iterations", "stiffnesses". */
export const numbered = (count: number, noun: string): string =>
  count === 1 ? noun : noun.endsWith('s') ? `${noun}es` : `${noun}s`;

/** "1 iteration", "85 iterations". */
export const counted = (count: number, noun: string): string => `${count} ${numbered(count, noun)}`;
