/** @file What a map of regimes shows: how a method behaves for each pair of its numbers, and how fast; plain data. */
import { type AxisWords, type GridAxis, named } from '../plane.ts';

/** A behaviour: monotone, ringing, divergent. */
export interface Regime {
  readonly id: string;
  readonly label: string;
  /** Stands in the area, for those who do not tell the colours apart. */
  readonly letter: string;
  /** Token or hexadecimal colour. */
  readonly colour: string;
  /** Strokes over the colour: nothing converges here. */
  readonly isHatched?: boolean;
}

/** A place on the map with its words. */
export interface RegimeMark {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface RegimeData {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly x: GridAxis;
  readonly y: GridAxis;
  readonly regimes: readonly Regime[];
  /** Index into `regimes` of each point; y.values.length x x.values.length, row-major: all of the first y first. */
  readonly regime: Uint8Array;
  /** What an error is multiplied by in a step, at the same points: near 0 is fast, 1 stands still, more diverges; NaN is unknown. */
  readonly rate: Float64Array;
  /** What the rate is called. */
  readonly rateName: AxisWords;
  readonly marks?: readonly RegimeMark[];
  readonly note?: string;
}

export const regimeSubtitle = ({ subtitle, rateName }: RegimeData): string =>
  subtitle ?? `colour says the regime, strength how fast: ${rateName.name}`;

/** Shades of each colour that are told apart. */
export const shades = 6;

/** How strong a colour is, 1 ... `shades`: strong where the error changes fast, whether it shrinks or grows; 0 where that is unknown. */
export function shadeOf(rate: number): number {
  if (Number.isNaN(rate)) return 0;
  const size = Math.abs(rate);
  const share = size <= 1 ? 1 - size : 1 - 1 / size;
  return Math.min(1 + Math.floor(share * shades), shades);
}

/** "monotone, factor per step 0.81". */
export function regimeWords({ regimes, regime, rate, rateName }: RegimeData, index: number): string {
  return `${regimes[regime[index]].label}, ${named(rateName, rate[index])}`;
}

/** In words. */
export function regimeSentence(data: RegimeData): string {
  const { title, x, y, regimes, regime, rate } = data;
  if (regime.length === 0) return `${title}: nothing to show yet.`;
  const shares = regimes.map(({ label }, k) => {
    const count = regime.reduce((sum, index) => sum + (index === k ? 1 : 0), 0);
    return `${Math.round((100 * count) / regime.length)} % ${label}`;
  });
  const best = rate.reduce(
    (least, value, index) => (value < rate[least] || Number.isNaN(rate[least]) ? index : least),
    0,
  );
  const place = `${named(x, x.values[best % x.values.length])}, ${named(y, y.values[Math.floor(best / x.values.length)])}`;
  return `${title}: over ${x.name} and ${y.name}, ${shares.join(', ')}; fastest at ${place}: ${regimeWords(data, best)}.`;
}
