/** @file A drawing as a file: title and subtitle above, what it says in words inside, notes below; on light paper, or in another palette. */
import type { SvgOptions } from './figure-svg.ts';
import type { Size } from './figure-layout.ts';
import { type Shape, shapesSvg } from './shapes.ts';
import { element, estimateWidth, svgDocument, textElement } from './svg.ts';

export interface SheetHead {
  readonly title: string;
  readonly subtitle: string;
  /** What the drawing does not show. */
  readonly note?: string;
  /** For those who cannot see it. */
  readonly sentence: string;
}

const side = 12;
const lineHeight = 15;

/** Words in lines of at most so many pixels. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && estimateWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Draws shapes for the room that head and note leave. */
export function sheetSvg(
  { title, subtitle, note = '', sentence }: SheetHead,
  { palette, width = 560, height = 440 }: SvgOptions,
  shapesOf: (size: Size) => readonly Shape[],
): string {
  const inner = width - 2 * side;
  // letters of the title are larger and bold
  const titles = wrapped(title, inner / 1.25);
  const subtitles = wrapped(subtitle, inner);
  const notes = wrapped(note, inner);
  const subtitleTop = 22 + 17 * titles.length;
  const top = subtitleTop + lineHeight * (subtitles.length - 1) + 10;
  const below = notes.length > 0 ? lineHeight * notes.length + 16 : 6;
  const size = { width: inner, height: height - top - below };
  const muted = palette('--muted');
  const heading = { x: side, 'font-size': 13, 'font-weight': 600, fill: palette('--text') };
  return svgDocument({
    width,
    height,
    title,
    description: sentence,
    background: palette('--surface'),
    children: [
      ...titles.map((line, k) => textElement(line, { ...heading, y: 22 + 17 * k })),
      ...subtitles.map((line, k) => textElement(line, { x: side, y: subtitleTop + lineHeight * k, fill: muted })),
      element('g', { transform: `translate(${side} ${top})` }, shapesSvg(shapesOf(size), palette)),
      ...notes.map((line, k) =>
        textElement(line, { x: side, y: height - below + 16 + lineHeight * k, fill: muted, 'font-style': 'italic' }),
      ),
    ],
  });
}
