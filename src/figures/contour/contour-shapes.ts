/** @file A contour map as shapes: bands from low to high, lines, holes, ways, places with their words, axes, the bar of colours. */
import { circlePath } from '../glyphs.ts';
import type { Box } from '../labels.ts';
import { legendShapes } from '../legend.ts';
import { axisShapes, boxPath, type Plane, xPixel, yPixel } from '../plane.ts';
import { lineWithin, round, type Shape } from '../shapes.ts';
import { barShapes } from './colour-bar.ts';
import type { ContourData, ContourPath } from './contour-data.ts';
import type { ContourLayout } from './contour-layout.ts';
import { placeShapes, rimmedLine } from './contour-legend.ts';

/** Lines between bands: dark enough to be seen, light enough to leave the colours. */
export const isoline = 'rgba(255, 255, 255, 0.45)';

const surfaceShapes = ({ bands, holes, plane }: ContourLayout): Shape[] => [
  { d: boxPath(plane.box), fill: '--sunken' },
  ...bands.filter(({ d }) => d).map(({ d, colour }): Shape => ({ d, fill: colour })),
  ...bands.filter(({ line }) => line).map(({ line }): Shape => ({ d: line, stroke: isoline, width: 0.75 })),
  ...(holes ? [{ d: holes, hatch: '--bad' }] : []),
];

/** Points of a path that stand apart, at least so many pixels from the one before. */
function apart(xs: Float64Array, ys: Float64Array, box: Box, distance: number): number[] {
  const kept: number[] = [];
  for (const index of xs.keys()) {
    const [x, y] = [xs[index], ys[index]];
    const isInside = x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;
    const last = kept.at(-1) ?? -1;
    if (isInside && !((x - xs[last]) ** 2 + (y - ys[last]) ** 2 < distance ** 2)) kept.push(index);
  }
  return kept;
}

/** Iterates are dots while they stand apart; rings grow with what lies outside of the plane. Pixels; NaN where a point is not seen. */
export function pathSigns(
  { colour, isContinuous, residual }: ContourPath,
  xs: Float64Array,
  ys: Float64Array,
  box: Box,
): Shape[] {
  const dots = isContinuous ? [] : apart(xs, ys, box, 7);
  const rings = residual ? apart(xs, ys, box, 26).filter((index) => residual[index] > 0.02) : [];
  return [
    ...dots.map((index): Shape => ({
      d: circlePath(xs[index], ys[index], 2.6),
      fill: colour,
      stroke: '--surface',
      width: 1,
    })),
    ...rings.map((index): Shape => ({
      d: circlePath(xs[index], ys[index], round(3.5 + 9 * Math.min(residual![index], 1))),
      stroke: colour,
      width: 1.25,
    })),
  ];
}

function pathShapes(plane: Plane, path: ContourPath): Shape[] {
  const xs = Float64Array.from(path.x, (value) => xPixel(plane, value));
  const ys = Float64Array.from(path.y, (value) => yPixel(plane, value));
  return [...rimmedLine(lineWithin(xs, ys, plane.box), path.colour), ...pathSigns(path, xs, ys, plane.box)];
}

export const markShapes = (marks: ContourLayout['marks']): Shape[] => [
  ...marks.flatMap(({ mark, left, top }) => placeShapes(mark.kind, left, top)),
  ...marks.flatMap(({ mark, words }): Shape[] =>
    words ? [{ ...words, text: mark.label, colour: '--text', isBold: true, halo: true }] : [],
  ),
];

export const contourShapes = (data: ContourData, layout: ContourLayout): Shape[] => [
  ...surfaceShapes(layout),
  ...(data.paths ?? []).flatMap((path) => pathShapes(layout.plane, path)),
  ...markShapes(layout.marks),
  ...axisShapes(layout.plane),
  ...barShapes(data, { ...layout, ...layout.plane }),
  ...legendShapes(layout.legend, 4, layout.legendTop),
];
