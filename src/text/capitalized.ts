/** @file A sentence's first letter. */

/** "Distance" for "distance". */
export const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
