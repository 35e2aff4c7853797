/** @file Plots over one axis that they share, one below the other: lanes of an estimate over time, a population over what it codes. Plain data. */
import { tickText } from '../axis.ts';
import type { Scale } from '../gaps.ts';
import type { AxisWords } from '../plane.ts';

export interface StackLine {
  readonly id: string;
  /** Said beside the plot; empty for a line that speaks for itself. */
  readonly label: string;
  /** Token of tokens.css (`--now`), or a colour. */
  readonly colour: string;
  readonly x: ArrayLike<number>;
  /** NaN where there is nothing to show. */
  readonly y: ArrayLike<number>;
  readonly style: 'line' | 'dashed' | 'thin' | 'dots' | 'sticks' | 'area';
  /** Where an area begins, in the place of the bottom of its plot: it is filled with its own colour then, as a part of a whole. */
  readonly floor?: ArrayLike<number>;
}

/** What lies between two lines. */
export interface StackBand {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** A height that is not to be passed. */
export interface StackLimit {
  readonly y: number;
  readonly label: string;
}

/** A stretch of the axis in which something holds. */
export interface StackSpan {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A place of the axis. */
export interface StackMark {
  readonly x: number;
  readonly label: string;
  readonly colour: string;
}

export interface StackPanel extends AxisWords {
  readonly id: string;
  /** Its share of the height, by that of the others. */
  readonly share: number;
  readonly scale?: Scale;
  /** Ends of its axis where its numbers do not say them. */
  readonly min?: number;
  readonly max?: number;
  /** The first lies on top. */
  readonly lines: readonly StackLine[];
  readonly band?: StackBand;
  readonly limits?: readonly StackLimit[];
  readonly spans?: readonly StackSpan[];
  readonly marks?: readonly StackMark[];
  /** What it comes to, in a few words. */
  readonly verdict?: string;
  /** Whether the verdict is a bad one. */
  readonly isBad?: boolean;
}

export interface StackData {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly x: AxisWords & { readonly min: number; readonly max: number };
  readonly panels: readonly StackPanel[];
  readonly note?: string;
}

/** Smallest and largest of numbers; null where none is finite. */
export function extentOf(lists: readonly ArrayLike<number>[]): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of lists)
    for (let i = 0; i < values.length; i++)
      if (Number.isFinite(values[i])) [low, high] = [Math.min(low, values[i]), Math.max(high, values[i])];
  return low <= high ? [low, high] : null;
}

const withUnit = (value: number, unit: string): string => `${tickText(value)}${unit && ` ${unit}`}`;

function panelSentence({ name, unit, lines, verdict }: StackPanel): string {
  const said = lines
    .filter(({ label }) => label !== '')
    .map(({ label, y }) => {
      const extent = extentOf([y]);
      return `${label} ${extent ? `from ${withUnit(extent[0], unit)} to ${withUnit(extent[1], unit)}` : 'without a value'}`;
    });
  return [`${name}: ${said.join(', ') || 'nothing to show'}`, ...(verdict ? [verdict] : [])].join(', ');
}

/** In words. */
export const stackSentence = ({ title, panels }: StackData): string =>
  `${title}. ${panels.map(panelSentence).join('. ')}.`;
