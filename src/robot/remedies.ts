/** @file Advice that several findings give: options, as the command line spells them. */

/** A name as a word of a command line. */
const word = (name: string): string => (/^[\w.:/+-]+$/.test(name) ? name : JSON.stringify(name));

/** The joint as fixed. */
export const byWelding = (joint: string): string => `weld it (--weld ${word(joint)})`;
