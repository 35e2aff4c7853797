/** @file What a map and a surface have in common: signs of the chosen point and of an iteration, and their numbers as a table. */
import { tickText } from '../../figures/axis.ts';
import type { ContourData } from '../../figures/contour/contour-data.ts';
import { circlePath } from '../../figures/glyphs.ts';
import { axisTitle } from '../../figures/plane.ts';
import type { Shape } from '../../figures/shapes.ts';
import { someOf, type TableContent } from './numbers-table.tsx';

/** A sign that stands on no path, with its word: a ring with four ticks. */
export function probeShapes(left: number, top: number, word: string): Shape[] {
  const d = `${circlePath(left, top, 6)}M${left - 11} ${top}h5M${left + 6} ${top}h5M${left} ${top - 11}v5M${left} ${top + 6}v5`;
  return [
    { d, stroke: '--surface', width: 4.5 },
    { d, stroke: '--text', width: 2 },
    { text: word, x: left + 14, y: top + 4, colour: '--text', isBold: true, halo: true },
  ];
}

/** The point of a path at an iteration. */
export const iterateShapes = (left: number, top: number, index: number, colour: string): Shape[] => [
  { d: circlePath(left, top, 5), fill: colour, stroke: '--surface', width: 2 },
  { text: `k = ${index}`, x: left + 8, y: top + 4, colour, isBold: true, halo: true },
];

/** A coarse grid of the values: rows of y, columns of x. */
export function gridTable({ x, y, z }: ContourData): TableContent {
  const columns = someOf(x.values.length, 8);
  return {
    heads: [`${axisTitle(y)} \\ ${axisTitle(x)}`, ...columns.map((column) => tickText(x.values[column]))],
    rows: someOf(y.values.length, 24).map((row) => [
      tickText(y.values[row]),
      ...columns.map((column) => {
        const value = z[row * x.values.length + column];
        return Number.isFinite(value) ? tickText(value) : 'not finite';
      }),
    ]),
  };
}
