/** @file What a figure shows: lines over the iterations or over time, as plain data; the screen and the exports draw the same. */
import type { Scale } from './gaps.ts';

export interface FigureLine {
  readonly id: string;
  readonly label: string;
  /** What it stands for, where several lines are lit together; else itself. */
  readonly subject?: string;
  /** Token of tokens.css (`--now`), or a colour. */
  readonly colour: string;
  /** Ascending. */
  readonly x: ArrayLike<number>;
  /** As found: what the scale cannot show is a gap, marked by what it is. */
  readonly y: ArrayLike<number>;
  readonly dashed?: boolean;
  /** Its values with their unit, where they differ from the figure's. */
  readonly format?: (value: number) => string;
}

/** What lies between two lines, filled; e.g. 10-90 % of many runs. */
export interface FigureBand {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export type MarkKind = 'clip' | 'nan' | 'best' | 'step';

/** Something that happened at an x. */
export interface FigureMark {
  readonly x: number;
  readonly kind: MarkKind;
  readonly label: string;
}

export interface FigureData {
  readonly id: string;
  readonly title: string;
  /** Says the scale and what lies along x, where it is left out. */
  readonly subtitle?: string;
  readonly xName: 'iteration' | 'time, s';
  readonly scale: Scale;
  /** The first lies on top. */
  readonly lines: readonly FigureLine[];
  readonly band?: FigureBand;
  readonly marks?: readonly FigureMark[];
  /** A value with its unit. */
  readonly format: (value: number) => string;
  /** Shorter than `format`. */
  readonly formatTick: (value: number) => string;
}

/** What a line is lit by. */
export const subjectOf = ({ id, subject }: FigureLine): string => subject ?? id;

export const subtitleOf = ({ subtitle, scale, xName }: FigureData): string =>
  subtitle ?? `${scale === 'log' ? 'log, ' : ''}over ${xName === 'iteration' ? 'k' : 't'}`;

/** An x with its name: "iteration 41", "1.75 s". */
export const formatX = (x: number, xName: FigureData['xName']): string =>
  xName === 'iteration' ? `iteration ${Math.round(x)}` : `${Number(x.toFixed(3))} s`;
