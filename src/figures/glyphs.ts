/** @file Small signs in plots as SVG paths, which a canvas draws too: marks of events, gaps, ends of lines. */
import type { MarkKind } from './figure-data.ts';
import { nearestIndex } from './extremes.ts';
import { type FigureLayout, type LaidLine } from './figure-layout.ts';
import { gapLabel, type GapKind } from './gaps.ts';

/** A path with what it is drawn in: colours or tokens. */
export interface Glyph {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  /** Pixels. */
  readonly width?: number;
}

/** A short text beside a sign. */
export interface Note {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

const round = (value: number): number => Math.round(100 * value) / 100;

export const circlePath = (x: number, y: number, radius: number): string =>
  `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;

export const diamondPath = (x: number, y: number, radius: number): string =>
  `M${round(x)} ${round(y - radius)}L${round(x + radius)} ${round(y)}L${round(x)} ${round(y + radius)}L${round(x - radius)} ${round(y)}Z`;

/** The sign of an event, around a point: best is a dot, clipping a wedge, a changed step size a bar, a failure a cross. */
export function markGlyph(kind: MarkKind, x: number, y: number): Glyph {
  switch (kind) {
    case 'best':
      return { d: circlePath(x, y, 3.5), fill: '--surface', stroke: '--now', width: 2 };
    case 'clip':
      return { d: `M${x - 3} ${y - 3}H${x + 3}L${x} ${y + 3}Z`, fill: '--muted' };
    case 'step':
      return { d: `M${x} ${y - 4}V${y + 4}`, stroke: '--text', width: 2 };
    case 'nan':
      return {
        d: `M${x - 3} ${y - 3}L${x + 3} ${y + 3}M${x - 3} ${y + 3}L${x + 3} ${y - 3}`,
        stroke: '--bad',
        width: 2,
      };
  }
}

/** Where a line ends, and points of it that stand alone between gaps. */
function dotsOf({ line, pixels: { x, y } }: LaidLine): Glyph[] {
  const isGap = (index: number): boolean => Number.isNaN(y[index] ?? NaN);
  const drawn = x.map((_, index) => index).filter((index) => !isGap(index));
  const alone = drawn.filter((index) => isGap(index - 1) && isGap(index + 1));
  const ends = line.dashed ? [] : drawn.slice(-1);
  return [...new Set([...alone, ...ends])].map((index) => ({
    d: circlePath(x[index], y[index], 2.5),
    fill: line.colour,
  }));
}

/** Values that are too small lie along the bottom, those that are not finite along the top. */
const gapHeight = (kind: GapKind, { top, height }: FigureLayout['box']): number =>
  kind === 'not finite' ? top - 1 : top + height - 1;

/** The best iteration is marked on the line itself, all other events above the plot. */
function markHeight(kind: MarkKind, at: number, { lines, box }: FigureLayout): number {
  const { x = [], y = [] } = lines[0]?.pixels ?? {};
  const height = kind === 'best' ? (y[nearestIndex(x, at)] ?? NaN) : NaN;
  return Number.isNaN(height) ? box.top - 6 : height;
}

export function glyphsOf(layout: FigureLayout): Glyph[] {
  return [
    ...layout.gaps.map(({ kind, from, to, colour }): Glyph => {
      const y = gapHeight(kind, layout.box);
      if (to - from < 3 && kind === 'not finite') return markGlyph('nan', round(from), y);
      return {
        d: `M${round(from - 1.5)} ${y}H${round(to + 1.5)}`,
        stroke: kind === 'not finite' ? '--bad' : colour,
        width: 3,
      };
    }),
    ...layout.lines.flatMap(dotsOf),
    ...layout.marks.map(({ kind, x }) => markGlyph(kind, x, markHeight(kind, x, layout))),
  ];
}

/** What gaps are, said once for each kind, at the first of them. */
export function gapNotes({ gaps, box }: FigureLayout): Note[] {
  const kinds = [...new Set(gaps.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const { from } = gaps.find((gap) => gap.kind === kind)!;
    const y = gapHeight(kind, box) + (kind === 'not finite' ? 14 : -5);
    const room = box.left + box.width - 7 * gapLabel(kind).length;
    return {
      text: gapLabel(kind),
      x: Math.min(from + 2, room),
      y,
      colour: kind === 'not finite' ? '--bad' : '--muted',
    };
  });
}
