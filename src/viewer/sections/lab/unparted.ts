/** @file Numbers that no line end parts from their unit. */

/** "32.5 %" in one piece. */
export const unparted = (text: string): string => text.replace(/(\d) (?=%)/g, '$1\u00a0');
