/** @file What the system asks of motion. */

/** Whether nothing shall move of its own accord, now. */
export const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
