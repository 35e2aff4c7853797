/** @file A figure as an SVG: the same layout as on the screen, drawn as vectors. */
import { inPalette, type Palette } from './colours.ts';
import { fractionOf } from './axis.ts';
import { type FigureData, subtitleOf } from './figure-data.ts';
import { type FigureLayout, type LaidBand, type LaidLine, layOutFigure } from './figure-layout.ts';
import { gapNotes, type Glyph, glyphsOf, markGlyph } from './glyphs.ts';
import { element, estimateWidth, svgDocument, textElement } from './svg.ts';

export interface SvgOptions {
  /** Colours of the tokens. */
  readonly palette: Palette;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** Pixels around the plot, for the title above and for the legend below. */
export const frame = { side: 12, title: 34, legend: 16, bottom: 8 } as const;

/** Title at the left, what is drawn at the right. */
export const headOf = (title: string, subtitle: string, width: number, palette: Palette): string[] => [
  textElement(title, { x: frame.side, y: 22, 'font-size': 13, 'font-weight': 600, fill: palette('--text') }),
  textElement(subtitle, { x: width - frame.side, y: 22, 'text-anchor': 'end', fill: palette('--muted') }),
];

export const glyphElement = ({ d, fill, stroke, width }: Glyph, palette: Palette): string =>
  element('path', {
    d,
    fill: fill ? inPalette(fill, palette) : 'none',
    stroke: stroke && inPalette(stroke, palette),
    'stroke-width': stroke && (width ?? 1),
  });

const number = (value: number): string => String(Math.round(100 * value) / 100);

/** A path through pixels; it is lifted at gaps. */
function pathOf({ pixels: { x, y } }: Pick<LaidLine, 'pixels'>): string {
  let isDown = false;
  return x
    .map((left, index) => {
      const isGap = Number.isNaN(y[index]);
      const command = isGap ? '' : `${isDown ? 'L' : 'M'}${number(left)} ${number(y[index])}`;
      isDown = !isGap;
      return command;
    })
    .join('');
}

function axesOf({ box, x, y }: FigureLayout, { formatTick, xName }: FigureData, palette: Palette): string[] {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  const muted = palette('--muted');
  return [
    ...y.ticks.flatMap((tick) => {
      const height = box.top + (1 - fractionOf(y, tick)) * box.height;
      return [
        element('path', { d: `M${number(box.left)} ${number(height)}H${number(right)}`, stroke: palette('--line') }),
        textElement(formatTick(tick), { x: box.left - 5, y: height + 4, 'text-anchor': 'end', fill: muted }),
      ];
    }),
    ...x.ticks.map((tick) =>
      textElement(String(tick), {
        x: box.left + fractionOf(x, tick) * box.width,
        y: bottom + 14,
        'text-anchor': 'middle',
        fill: muted,
      }),
    ),
    textElement(xName, { x: box.left + box.width / 2, y: bottom + 29, 'text-anchor': 'middle', fill: muted }),
  ];
}

function bandOf({ low, high }: LaidBand, layout: FigureLayout, palette: Palette): string {
  const { box, x, y } = layout;
  const place = (points: LaidBand['low'], index: number): string =>
    `${number(box.left + fractionOf(x, points.x[index]) * box.width)} ${number(box.top + (1 - fractionOf(y, points.y[index])) * box.height)}`;
  const shown = (points: LaidBand['low']): number[] =>
    points.x.map((_, index) => index).filter((index) => !Number.isNaN(points.y[index]));
  const corners = [
    ...shown(high).map((index) => place(high, index)),
    ...shown(low)
      .toReversed()
      .map((index) => place(low, index)),
  ];
  return corners.length > 0 ? element('path', { d: `M${corners.join('L')}Z`, fill: palette('--spread') }) : '';
}

const lineOf = (laid: LaidLine, palette: Palette): string =>
  element('path', {
    d: pathOf(laid),
    fill: 'none',
    stroke: inPalette(laid.line.colour, palette),
    'stroke-width': laid.line.dashed ? 1.25 : 1.75,
    'stroke-linejoin': 'round',
    'stroke-dasharray': laid.line.dashed ? '5 4' : undefined,
  });

/** Names at their lines, on a halo of the surface. */
const labelsOf = ({ labels, lines }: FigureLayout, palette: Palette): string[] =>
  labels.map(({ id, left, top, height }) => {
    const { line } = lines.find((laid) => laid.line.id === id)!;
    return textElement(line.label, {
      x: left + 1,
      y: top + height - 4,
      'font-weight': 600,
      fill: inPalette(line.colour, palette),
      stroke: palette('--surface'),
      'stroke-width': 3,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    });
  });

/** Below the plot: lines without a place for their name, the band, and what the signs above the plot are. */
function legendOf({ unlabelled, band, marks }: FigureLayout, top: number, palette: Palette): string[] {
  const bar = (x: number, height: number, fill: string): string =>
    element('rect', { x, y: top - 4 - height / 2, width: 12, height, fill });
  const kinds = new Map(marks.map((mark) => [mark.kind, mark]));
  const entries = [
    ...unlabelled.map(({ label, colour }) => ({ label, sign: (x: number) => bar(x, 3, inPalette(colour, palette)) })),
    ...(band ? [{ label: band.band.label, sign: (x: number) => bar(x, 10, palette('--spread')) }] : []),
    ...[...kinds.values()].map(({ kind, label }) => ({
      label,
      sign: (x: number) => glyphElement(markGlyph(kind, x + 6, top - 4), palette),
    })),
  ];
  let left: number = frame.side;
  return entries.flatMap(({ label, sign }) => {
    const x = left;
    left += estimateWidth(label) + 34;
    return [sign(x), textElement(label, { x: x + 18, y: top, fill: palette('--muted') })];
  });
}

/** A figure as a file of vectors. */
export function figureSvg(data: FigureData, { palette, width = 560, height = 340 }: SvgOptions): string {
  const size = { width: width - 2 * frame.side, height: height - frame.title - frame.legend - frame.bottom };
  const layout = layOutFigure(data, size, estimateWidth);
  const plot = [
    ...axesOf(layout, data, palette),
    ...(layout.band ? [bandOf(layout.band, layout, palette)] : []),
    ...layout.lines.toReversed().map((line) => lineOf(line, palette)),
    ...glyphsOf(layout).map((glyph) => glyphElement(glyph, palette)),
    ...gapNotes(layout).map(({ text, x, y, colour }) => textElement(text, { x, y, fill: inPalette(colour, palette) })),
    ...labelsOf(layout, palette),
  ];
  return svgDocument({
    width,
    height,
    title: data.title,
    background: palette('--surface'),
    children: [
      ...headOf(data.title, subtitleOf(data), width, palette),
      element('g', { transform: `translate(${frame.side} ${frame.title})` }, plot),
      ...legendOf(layout, height - frame.bottom, palette),
    ],
  });
}
