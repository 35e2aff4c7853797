/** @file Names of the Lab's figures, as files and command lines say them; `kinds.ts` says who draws each. */

export const figureNames = ['surface', 'norms', 'flow', 'spectrum', 'pad', 'horizon'] as const;

/** One of them. */
export type FigureName = (typeof figureNames)[number];

/** How a surface is drawn: as a map, and in space. */
export const dimensions = [2, 3] as const;

/** One of them. */
export type Dimension = (typeof dimensions)[number];
