/** @file The bar of colours beside a map or a surface: bands from low to high with the levels between them. */
import type { Measure, Size } from '../figure-layout.ts';
import type { Box } from '../labels.ts';
import { axisTitle } from '../plane.ts';
import { round, type Shape } from '../shapes.ts';
import type { ContourData } from './contour-data.ts';
import { levelTexts } from './levels.ts';

/** Width of the bar, and of the room before it and behind it, pixels. */
const room = { width: 12, before: 12, text: 6, title: 20 } as const;

export interface ColourBar {
  readonly size: Size;
  /** What it stands beside. */
  readonly box: Box;
  /** From low to high. */
  readonly bands: readonly { readonly colour: string }[];
  readonly bar: { readonly left: number; readonly width: number; readonly texts: readonly string[] };
  /** Whether there are values below the first level, and from the last one on. */
  readonly open: { readonly below: boolean; readonly above: boolean };
}

/** Pixels that a bar needs, and its texts. */
export function barRoom(
  { levels }: ContourData,
  measure: Measure,
): { readonly width: number; readonly texts: string[] } {
  const texts = levelTexts(levels);
  const widest = texts.reduce((most, text) => Math.max(most, Math.ceil(measure(text, 'tick'))), 0);
  return { width: room.before + room.width + room.text + widest + room.title, texts };
}

/** Right of a box. */
export const layOutBar = ({ left, width }: Box, texts: readonly string[]): ColourBar['bar'] => ({
  left: left + width + room.before,
  width: room.width,
  texts,
});

export const openEnds = ({ z, levels }: ContourData): ColourBar['open'] => ({
  below: z.some((value) => value < levels[0]),
  above: z.some((value) => value >= levels[levels.length - 1]),
});

/** A cell of the bar from one height up to another, with a tip at the end beyond which there are values. */
function cellPath({ left, width }: ColourBar['bar'], bottom: number, top: number, tip: 'up' | 'down' | null): string {
  const [right, middle] = [left + width, left + width / 2];
  const length = Math.min(bottom - top, 9);
  const [from, to] = [tip === 'down' ? bottom - length : bottom, tip === 'up' ? top + length : top].map(round);
  const below = tip === 'down' ? `L${middle} ${round(bottom)}` : '';
  const above = tip === 'up' ? `L${middle} ${round(top)}` : '';
  return `M${left} ${from}${below}L${right} ${from}V${to}${above}L${left} ${to}Z`;
}

/** Colours from low to high with the levels between them; pointed where there are values beyond. */
export function barShapes({ value }: Pick<ContourData, 'value'>, { bar, bands, box, size, open }: ColourBar): Shape[] {
  const { top, height } = box;
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
  const [x, y] = [size.width - 5, top + height / 2];
  return [...cells, ...texts, { text: axisTitle(value), x, y, anchor: 'middle', colour: '--text', turned: true }];
}
