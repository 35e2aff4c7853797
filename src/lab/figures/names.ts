/** @file Names of the Lab's figures, as files and command lines say them; `kinds.ts` says who draws each. */

export const figureNames = ['surface', 'norms', 'flow', 'spectrum', 'pad', 'horizon'] as const;

/** One of them. */
export type FigureName = (typeof figureNames)[number];
