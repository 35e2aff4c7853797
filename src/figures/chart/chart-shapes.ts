/** @file A chart as shapes, as a file of vectors, and its numbers as a table. */
import type { CsvTable } from '../../formats/csv.ts';
import type { SvgOptions } from '../figure-svg.ts';
import { circlePath } from '../glyphs.ts';
import { legendShapes } from '../legend.ts';
import { columnName, padded } from '../numbers.ts';
import { axisShapes, boxPath, gridShapes } from '../plane.ts';
import { lineWithin, round, type Shape } from '../shapes.ts';
import { sheetSvg } from '../sheet.ts';
import { estimateWidth } from '../svg.ts';
import { type ChartData, chartSentence, chartSubtitle } from './chart-data.ts';
import { type ChartLayout, layOutChart, type LaidCurve, limitRow } from './chart-layout.ts';

const isIn = ({ plane: { box } }: ChartLayout, x: number, y: number): boolean =>
  x >= box.left - 1 && x <= box.left + box.width + 1 && y >= box.top - 1 && y <= box.top + box.height + 1;

function dotShapes(layout: ChartLayout, { curve, x, y }: LaidCurve, radius: number): Shape[] {
  const d = Array.from(x.keys())
    .filter((index) => isIn(layout, x[index], y[index]))
    .map((index) => circlePath(x[index], y[index], radius))
    .join('');
  return d ? [{ d, fill: curve.colour, stroke: '--surface', width: 1 }] : [];
}

function stickShapes(layout: ChartLayout, laid: LaidCurve): Shape[] {
  const { box } = layout.plane;
  const d = Array.from(laid.x, (x, index) => lineWithin([x, x], [layout.floor, laid.y[index]], box)).join('');
  return [...(d ? [{ d, stroke: laid.curve.colour, width: 1.5 }] : []), ...dotShapes(layout, laid, 2.75)];
}

/** Filled down to the floor; the line itself on top. */
function areaShapes({ plane: { box }, floor }: ChartLayout, { curve, x, y }: LaidCurve): Shape[] {
  const line = lineWithin(x, y, box);
  const fills = line
    .split('M')
    .filter(Boolean)
    .map((stroke) => {
      const points = stroke.split('L').map((point) => point.split(' ')[0]);
      return `M${stroke}L${points.at(-1)} ${round(floor)}L${points[0]} ${round(floor)}Z`;
    });
  return line
    ? [
        { d: fills.join(''), fill: '--spread' },
        { d: line, stroke: curve.colour, width: 1.75 },
      ]
    : [];
}

function curveShapes(layout: ChartLayout, laid: LaidCurve): Shape[] {
  const { style = 'line', colour } = laid.curve;
  if (style === 'dots') return dotShapes(layout, laid, 3);
  if (style === 'sticks') return stickShapes(layout, laid);
  if (style === 'area') return areaShapes(layout, laid);
  const d = lineWithin(laid.x, laid.y, layout.plane.box);
  const line: Shape[] = d
    ? [{ d, stroke: colour, width: 2, ...(style === 'dashed' && { dash: [5, 4] as const }) }]
    : [];
  return laid.x.length <= 24 && style === 'line' ? [...line, ...dotShapes(layout, laid, 2.5)] : line;
}

/** Lines first: no line runs through the words of another. */
const limitShapes = ({ plane: { box }, limits }: ChartLayout): Shape[] => [
  ...limits.map(({ x, colour }): Shape => ({
    d: `M${round(x)} ${box.top}v${round(box.height)}`,
    stroke: colour,
    width: 1.5,
    dash: [6, 4],
  })),
  ...limits.map(({ x, label, colour, row, anchor }): Shape => ({
    text: label,
    x: x + (anchor === 'start' ? 5 : -5),
    y: box.top + 13 + row * limitRow,
    anchor,
    colour,
    isBold: true,
    halo: true,
  })),
];

const wordShapes = ({ words, curves }: ChartLayout): Shape[] =>
  words.map(({ id, left, top, height }): Shape => {
    const { words: text, colour } = curves.find(({ curve }) => curve.id === id)!.curve;
    return { text: text!, x: left + 2, y: top + height - 4, colour, isBold: true, halo: true };
  });

export const chartShapes = (layout: ChartLayout): Shape[] => [
  { d: boxPath(layout.plane.box), fill: '--surface' },
  ...gridShapes(layout.plane),
  ...layout.curves.toReversed().flatMap((laid) => curveShapes(layout, laid)),
  ...limitShapes(layout),
  ...wordShapes(layout),
  ...axisShapes(layout.plane),
  ...legendShapes(layout.legend, 4, layout.legendTop),
];

/** How much of the surface lies over what is not lit: 35 % of it stay. */
const veil = 0.65;

/** What leaves some curves as they are, and dims all else within the box; nothing where none of them is here. */
export function litShapes(layout: ChartLayout, ids: readonly string[]): Shape[] {
  const lit = layout.curves.filter(({ curve }) => ids.includes(curve.id));
  if (lit.length === 0) return [];
  return [
    { d: boxPath(layout.plane.box), fill: '--surface', opacity: veil },
    ...lit.toReversed().flatMap((laid) => curveShapes(layout, laid)),
  ];
}

export function chartSvg(data: ChartData, options: SvgOptions): string {
  const head = { title: data.title, subtitle: chartSubtitle(data), note: data.note, sentence: chartSentence(data) };
  return sheetSvg(head, { height: 380, ...options }, (size) => chartShapes(layOutChart(data, size, estimateWidth)));
}

/** Two columns for each curve, which end where it ends. */
export function chartTable({ x, y, curves }: ChartData): CsvTable {
  const length = curves.reduce((most, curve) => Math.max(most, curve.x.length), 0);
  return {
    columns: curves.flatMap((curve) => [
      { name: `${curve.label}: ${columnName(x)}`, values: padded(curve.x, length) },
      { name: `${curve.label}: ${columnName(y)}`, values: padded(curve.y, length) },
    ]),
  };
}
