/** @file What the signs of a drawing mean: in rows below it, as many as its width asks for. */
import type { Measure } from './figure-layout.ts';
import type { Shape } from './shapes.ts';

export interface LegendEntry {
  readonly label: string;
  /** Drawn around a place, 16 pixels wide. */
  readonly sign: (x: number, y: number) => readonly Shape[];
}

interface PlacedEntry extends LegendEntry {
  readonly x: number;
  readonly row: number;
}

export interface Legend {
  readonly entries: readonly PlacedEntry[];
  /** Pixels. */
  readonly height: number;
}

const rowHeight = 17;
const signWidth = 20;
const gap = 16;

export function layOutLegend(entries: readonly LegendEntry[], width: number, measure: Measure): Legend {
  let [x, row] = [0, 0];
  const placed = entries.map((entry): PlacedEntry => {
    const needed = signWidth + Math.ceil(measure(entry.label, 'tick'));
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const at = { ...entry, x, row };
    x += needed + gap;
    return at;
  });
  return { entries: placed, height: placed.length > 0 ? (row + 1) * rowHeight + 6 : 0 };
}

/** With its upper left corner at a place. */
export const legendShapes = ({ entries }: Legend, left: number, top: number): Shape[] =>
  entries.flatMap(({ label, sign, x, row }) => {
    const y = top + 6 + row * rowHeight + rowHeight / 2;
    return [...sign(left + x + 8, y), { text: label, x: left + x + signWidth, y: y + 4, colour: '--muted' }];
  });

/** A piece of a line. */
export const lineSign =
  (colour: string, dash?: readonly [number, number]): LegendEntry['sign'] =>
  (x, y) => [{ d: `M${x - 8} ${y}h16`, stroke: colour, width: dash ? 1.5 : 2.25, ...(dash && { dash }) }];
