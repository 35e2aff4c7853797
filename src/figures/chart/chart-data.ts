/** @file What a chart shows: lines, dots, sticks and areas over any axis, linear or logarithmic, and limits with their words; plain data. */
import { counted } from '../../text/counted.ts';
import { tickText } from '../axis.ts';
import { gapOf, type Scale } from '../gaps.ts';
import type { PlaneAxis } from '../plane.ts';

export type CurveStyle = 'line' | 'dashed' | 'dots' | 'sticks' | 'area';

export interface ChartCurve {
  readonly id: string;
  readonly label: string;
  /** Token of tokens.css (`--now`), or a colour. */
  readonly colour: string;
  /** In any order; what an axis cannot show is left out. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A line where it is absent. */
  readonly style?: CurveStyle;
  /** Said at the curve itself: "order 1.01". */
  readonly words?: string;
}

/** A line across the chart at an x, with its words: a threshold. */
export interface ChartLimit {
  readonly x: number;
  readonly label: string;
  readonly colour: string;
}

/** What is left out follows from the numbers. */
export interface ChartAxis extends PlaneAxis {
  readonly min?: number;
  readonly max?: number;
}

export interface ChartData {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** The first lies on top. */
  readonly curves: readonly ChartCurve[];
  readonly limits?: readonly ChartLimit[];
  readonly note?: string;
}

const scaleOf = ({ scale }: PlaneAxis): Scale => scale ?? 'linear';

export function chartSubtitle({ subtitle, x, y }: ChartData): string {
  const isLog = (axis: PlaneAxis): boolean => scaleOf(axis) === 'log';
  if (subtitle !== undefined) return subtitle;
  if (isLog(x) && isLog(y)) return 'both axes logarithmic';
  return isLog(x) ? `${x.name} logarithmic` : isLog(y) ? `${y.name} logarithmic` : '';
}

/** Whether both axes can show a point of a curve. */
export const isShown = ({ x, y }: Pick<ChartData, 'x' | 'y'>, atX: number, atY: number): boolean =>
  gapOf(atX, scaleOf(x)) === null && gapOf(atY, scaleOf(y)) === null;

const withUnit = (value: number, unit: string): string => `${tickText(value)}${unit && ` ${unit}`}`;

/** In words. */
export function chartSentence(data: ChartData): string {
  const { title, x, y, curves, limits = [] } = data;
  const said = curves.map(({ label, words, x: xs, y: ys }) => {
    const shown = Array.from(xs, (_, index) => index).filter((index) => isShown(data, xs[index], ys[index]));
    if (shown.length === 0) return `${label} without a value to show`;
    const highest = shown.reduce((best, index) => (ys[index] > ys[best] ? index : best), shown[0]);
    return [
      `${label}, ${counted(shown.length, 'value')}, highest ${withUnit(ys[highest], y.unit)} at ${withUnit(xs[highest], x.unit)}`,
      ...(words ? [words] : []),
    ].join(', ');
  });
  const lines = limits.map(({ x: at, label }) => `${label} at ${withUnit(at, x.unit)}`);
  return `${title}: ${said.length > 0 ? [...said, ...lines].join('; ') : 'nothing to show yet'}.`;
}
