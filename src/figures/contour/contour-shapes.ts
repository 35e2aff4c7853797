/** @file A contour map as shapes: bands from low to high, lines, holes, ways, places with their words, axes, the bar of colours. */
import { circlePath } from '../glyphs.ts';
import type { Box } from '../labels.ts';
import { legendShapes } from '../legend.ts';
import { axisShapes, axisTitle, boxPath, type Plane, xPixel, yPixel } from '../plane.ts';
import { lineWithin, round, type Shape } from '../shapes.ts';
import type { ContourData, ContourPath } from './contour-data.ts';
import type { ContourLayout } from './contour-layout.ts';
import { placeShapes, rimmedLine } from './contour-legend.ts';

/** Lines between bands: dark enough to be seen, light enough to leave the colours. */
const isoline = 'rgba(255, 255, 255, 0.45)';

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

/** What is left of a way beside another one that is lit. */
const dimmed = 0.35;

/** Iterates are dots while they stand apart; rings grow with what lies outside of the plane. */
function pathShapes(plane: Plane, { x, y, colour, isContinuous, residual }: ContourPath): Shape[] {
  const xs = Float64Array.from(x, (value) => xPixel(plane, value));
  const ys = Float64Array.from(y, (value) => yPixel(plane, value));
  const dots = isContinuous ? [] : apart(xs, ys, plane.box, 7);
  const rings = residual ? apart(xs, ys, plane.box, 26).filter((index) => residual[index] > 0.02) : [];
  return [
    ...rimmedLine(lineWithin(xs, ys, plane.box), colour),
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

const inStrength = ({ isDim }: ContourPath, shapes: readonly Shape[]): readonly Shape[] =>
  isDim ? shapes.map((shape) => ({ ...shape, opacity: dimmed })) : shapes;

const markShapes = ({ marks }: ContourLayout): Shape[] => [
  ...marks.flatMap(({ mark, left, top }) => placeShapes(mark.kind, left, top)),
  ...marks.flatMap(({ mark, words }): Shape[] =>
    words ? [{ ...words, text: mark.label, colour: '--text', isBold: true, halo: true }] : [],
  ),
];

/** A cell of the bar from one height up to another, with a tip at the end beyond which there are values. */
function cellPath(
  { left, width }: ContourLayout['bar'],
  bottom: number,
  top: number,
  tip: 'up' | 'down' | null,
): string {
  const [right, middle] = [left + width, left + width / 2];
  const length = Math.min(bottom - top, 9);
  const [from, to] = [tip === 'down' ? bottom - length : bottom, tip === 'up' ? top + length : top].map(round);
  const below = tip === 'down' ? `L${middle} ${round(bottom)}` : '';
  const above = tip === 'up' ? `L${middle} ${round(top)}` : '';
  return `M${left} ${from}${below}L${right} ${from}V${to}${above}L${left} ${to}Z`;
}

/** Colours from low to high with the levels between them; pointed where there are values beyond. */
function barShapes(data: ContourData, { bar, bands, plane, open }: ContourLayout): Shape[] {
  const { top, height } = plane.box;
  const step = height / bands.length;
  const edge = (k: number): number => top + height - k * step;
  const every = Math.max(1, Math.ceil(14 / step));
  const cells = bands.map(({ colour }, k): Shape => {
    const tip = k === 0 && open.below ? 'down' : k > 0 && k === bands.length - 1 && open.above ? 'up' : null;
    return { d: cellPath(bar, edge(k), edge(k + 1), tip), fill: colour };
  });
  const texts = bar.texts.flatMap((text, k): Shape[] =>
    k % every === 0 ? [{ text, x: bar.left + bar.width + 6, y: edge(k + 1) + 4, colour: '--muted' }] : [],
  );
  const [x, y] = [plane.size.width - 5, top + height / 2];
  return [...cells, ...texts, { text: axisTitle(data.value), x, y, anchor: 'middle', colour: '--text', turned: true }];
}

export const contourShapes = (data: ContourData, layout: ContourLayout): Shape[] => [
  ...surfaceShapes(layout),
  ...(data.paths ?? []).flatMap((path) => inStrength(path, pathShapes(layout.plane, path))),
  ...markShapes(layout),
  ...axisShapes(layout.plane),
  ...barShapes(data, layout),
  ...legendShapes(layout.legend, 4, layout.legendTop),
];
