/** @file Plots over a shared axis as shapes, as a file of vectors, and their numbers as a table. */
import type { CsvTable } from '../../formats/csv.ts';
import { tickTexts } from '../axis.ts';
import type { Measure } from '../figure-layout.ts';
import type { SvgOptions } from '../figure-svg.ts';
import { circlePath } from '../glyphs.ts';
import { columnName, padded } from '../numbers.ts';
import { axisTitle, boxPath, gridShapes, type Plane, xPixel, yPixel } from '../plane.ts';
import { lineWithin, pathOf, round, type Shape } from '../shapes.ts';
import { sheetSvg } from '../sheet.ts';
import { estimateWidth } from '../svg.ts';
import { type StackBand, type StackData, type StackLine, type StackPanel, stackSentence } from './stack-data.ts';
import { type LaidPanel, layOutStack, type StackLayout } from './stack-layout.ts';

const clamped = (value: number, { box }: Plane): number => Math.min(Math.max(value, box.top), box.top + box.height);

/** Stretches of a list without NaN. */
function stretches(values: ArrayLike<number>): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const last = found.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else found.push([i, i + 1]);
  }
  return found;
}

/** How strongly a part of a whole is filled. */
const partOpacity = 0.45;

function bandShapes(plane: Plane, { x, low, high }: StackBand, colour?: string): Shape[] {
  const paths = stretches(low).map(([from, to]) => {
    const points: number[] = [];
    for (let i = from; i < to; i++) points.push(xPixel(plane, x[i]), clamped(yPixel(plane, high[i]), plane));
    for (let i = to - 1; i >= from; i--) points.push(xPixel(plane, x[i]), clamped(yPixel(plane, low[i]), plane));
    return pathOf(points, true);
  });
  const fill = colour === undefined ? { fill: '--spread' } : { fill: colour, opacity: partOpacity };
  return paths.length > 0 ? [{ d: paths.join(''), ...fill }] : [];
}

/** Dots become small where they are many. */
const dotRadius = (count: number, width: number): number => (6 * count > width ? 1.5 : 2.75);

function lineShapes(plane: Plane, { x, y, colour, style, floor: bottom }: StackLine): Shape[] {
  const { box } = plane;
  const xs = Float64Array.from(x, (value) => xPixel(plane, value));
  const ys = Float64Array.from(y, (value) => yPixel(plane, value));
  const isIn = (i: number): boolean =>
    Number.isFinite(ys[i]) && xs[i] >= box.left - 1 && xs[i] <= box.left + box.width + 1;
  const floor = box.top + box.height;
  if (style === 'dots') {
    const radius = dotRadius(xs.length, box.width);
    const d = Array.from(xs.keys())
      .filter(isIn)
      .map((i) => circlePath(xs[i], clamped(ys[i], plane), radius))
      .join('');
    return d ? [{ d, fill: colour }] : [];
  }
  if (style === 'sticks') {
    const shown = Array.from(xs.keys()).filter(isIn);
    return [
      {
        d: shown.map((i) => `M${round(xs[i])} ${round(floor)}V${round(clamped(ys[i], plane))}`).join(''),
        stroke: colour,
        width: 1.5,
      },
      { d: shown.map((i) => circlePath(xs[i], clamped(ys[i], plane), 2.5)).join(''), fill: colour },
    ];
  }
  const d = lineWithin(xs, ys, box);
  if (!d) return [];
  const stroke: Shape = {
    d,
    stroke: colour,
    width: style === 'thin' ? 1 : 2,
    ...(style === 'dashed' && { dash: [5, 4] as const }),
  };
  if (style !== 'area') return [stroke];
  if (bottom) return [...bandShapes(plane, { label: '', x, low: bottom, high: y }, colour), { ...stroke, width: 1 }];
  const zero = Float64Array.from(y, () => plane.y.min);
  return [...bandShapes(plane, { label: '', x, low: zero, high: y }), stroke];
}

const spanShapes = ({ plane, panel: { spans = [] } }: LaidPanel): Shape[] =>
  spans.map(({ from, to }) => {
    const [a, b] = [xPixel(plane, Math.max(from, plane.x.min)), xPixel(plane, Math.min(to, plane.x.max))];
    const { top, height } = plane.box;
    return { d: boxPath({ left: a, top, width: Math.max(b - a, 1), height }), hatch: '--line' };
  });

const limitShapes = ({ plane, panel: { limits = [] } }: LaidPanel): Shape[] =>
  limits
    .filter(({ y }) => y >= plane.y.min && y <= plane.y.max)
    .map(({ y }) => ({
      d: `M${plane.box.left} ${round(yPixel(plane, y))}h${round(plane.box.width)}`,
      stroke: '--muted',
      width: 1.25,
      dash: [6, 4] as const,
    }));

const markShapes = ({ plane, panel: { marks = [] } }: LaidPanel): Shape[] =>
  marks
    .filter(({ x }) => x >= plane.x.min && x <= plane.x.max)
    .map(({ x, colour }) => ({
      d: `M${round(xPixel(plane, x))} ${plane.box.top}v${round(plane.box.height)}`,
      stroke: colour,
      width: 2,
    }));

/** A word of a plot with its colour, in the order in which they are read. */
function wordsOf({
  name,
  unit,
  lines,
  band,
  limits = [],
  marks = [],
  verdict,
  isBad,
}: StackPanel): readonly { readonly text: string; readonly colour: string; readonly isBold?: boolean }[] {
  const limit = limits.find(({ label }) => label !== '');
  return [
    { text: axisTitle({ name, unit }), colour: '--text', isBold: true },
    ...(verdict ? [{ text: verdict, colour: isBad ? '--bad' : '--muted', isBold: isBad ?? false }] : []),
    ...lines.filter(({ label }) => label).map(({ label, colour }) => ({ text: label, colour })),
    ...marks.filter(({ label }) => label).map(({ label, colour }) => ({ text: label, colour })),
    ...(band?.label ? [{ text: band.label, colour: '--muted' }] : []),
    ...(limit ? [{ text: limit.label, colour: '--muted' }] : []),
  ];
}

function shortened(text: string, width: number, measure: Measure): string {
  if (measure(text, 'label') <= width) return text;
  let end = text.length;
  while (end > 1 && measure(`${text.slice(0, end)}…`, 'label') > width) end--;
  return `${text.slice(0, end)}…`;
}

/** Room for the numbers of an axis beside the words of the gutter, pixels. */
const numbersRoom = 44;
const wordRow = 15;

/** Words stand at the left of their plot, one below the other, as many as there is room for; or in a row above it. */
function wordShapes({ panel, plane: { box } }: LaidPanel, hasGutter: boolean, measure: Measure): Shape[] {
  const words = wordsOf(panel);
  if (hasGutter) {
    const room = Math.max(1, Math.floor((box.height + 6) / wordRow));
    return words.slice(0, room).map(({ text, ...look }, k) => ({
      text: shortened(text, box.left - numbersRoom, measure),
      x: 2,
      y: box.top + 10 + wordRow * k,
      ...look,
    }));
  }
  const shapes: Shape[] = [];
  let x = box.left;
  for (const { text, ...look } of words) {
    const width = measure(text, 'label');
    if (x + width > box.left + box.width) break;
    shapes.push({ text, x, y: box.top - 5, ...look });
    x += width + 12;
  }
  return shapes;
}

function axisShapes({ plane, panel }: LaidPanel, isLast: boolean): Shape[] {
  const { box, x, y } = plane;
  const bottom = box.top + box.height;
  const texts = tickTexts(y.ticks);
  const xTexts = tickTexts(x.ticks);
  return [
    { d: boxPath(box), stroke: '--control', width: 1 },
    ...y.ticks.map((tick, k): Shape => ({
      text: texts[k],
      x: box.left - 5,
      y: yPixel(plane, tick) + 4,
      anchor: 'end',
      colour: '--muted',
    })),
    ...(isLast
      ? [
          ...x.ticks.map((tick, k): Shape => ({
            text: xTexts[k],
            x: xPixel(plane, tick),
            y: bottom + 15,
            anchor: 'middle',
            colour: '--muted',
          })),
          {
            text: axisTitle(plane.words.x),
            x: box.left + box.width / 2,
            y: bottom + 29,
            anchor: 'middle' as const,
            colour: '--text',
          },
        ]
      : []),
    ...(panel.lines.length === 0
      ? [{ text: 'nothing to show', x: box.left + 8, y: box.top + box.height / 2 + 4, colour: '--muted' } as Shape]
      : []),
  ];
}

export const stackShapes = ({ panels, hasGutter }: StackLayout, measure: Measure): Shape[] =>
  panels.flatMap((laid, k) => [
    { d: boxPath(laid.plane.box), fill: '--surface' },
    ...spanShapes(laid),
    ...gridShapes(laid.plane),
    ...(laid.panel.band ? bandShapes(laid.plane, laid.panel.band) : []),
    ...limitShapes(laid),
    // a line that is as narrow as a mark is seen
    ...markShapes(laid),
    ...laid.panel.lines.toReversed().flatMap((line) => lineShapes(laid.plane, line)),
    ...axisShapes(laid, k === panels.length - 1),
    ...wordShapes(laid, hasGutter, measure),
  ]);

/** How much of the surface lies over what is not lit: 35 % of it stay. */
const veil = 0.65;

/** What leaves some lines as they are, and dims all others of their plots; nothing where none of them is here. */
export const stackLitShapes = ({ panels }: StackLayout, ids: readonly string[]): Shape[] =>
  panels.flatMap(({ panel, plane }) => {
    const lit = panel.lines.filter(({ id }) => ids.includes(id));
    if (lit.length === 0) return [];
    return [
      { d: boxPath(plane.box), fill: '--surface', opacity: veil },
      ...lit.flatMap((line) => lineShapes(plane, line.style === 'thin' ? { ...line, style: 'line' } : line)),
    ];
  });

/** Where something stands on the shared axis, through all plots. */
export const stackCursorShapes = ({ plane, panels }: StackLayout, x: number): Shape[] => {
  if (!(x >= plane.x.min && x <= plane.x.max)) return [];
  const left = round(xPixel(plane, x));
  return [
    {
      d: panels.map(({ plane: { box } }) => `M${left} ${box.top}v${round(box.height)}`).join(''),
      stroke: '--text',
      width: 1.5,
    },
  ];
};

export function stackSvg(data: StackData, options: SvgOptions): string {
  const head = { title: data.title, subtitle: data.subtitle, note: data.note, sentence: stackSentence(data) };
  return sheetSvg(head, { height: 460, ...options }, (size) =>
    stackShapes(layOutStack(data, size, estimateWidth), estimateWidth),
  );
}

/** Two columns for each line, which end where it ends. */
export function stackTable({ x, panels }: StackData): CsvTable {
  const lines = panels.flatMap((panel) => panel.lines.map((line) => ({ panel, line })));
  const length = lines.reduce((most, { line }) => Math.max(most, line.x.length), 0);
  return {
    columns: lines.flatMap(({ panel, line }) => [
      { name: `${panel.name}, ${line.label || line.id}: ${columnName(x)}`, values: padded(line.x, length) },
      { name: `${panel.name}, ${line.label || line.id}: ${columnName(panel)}`, values: padded(line.y, length) },
    ]),
  };
}
