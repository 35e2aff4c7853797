/** @file Axes: what they span, where their ticks are, and where a value lies on them. */
import type { Scale } from './gaps.ts';

export interface Axis {
  readonly scale: Scale;
  readonly min: number;
  readonly max: number;
  /** Ascending, within [min, max]. */
  readonly ticks: readonly number[];
}

/** Where a value lies along an axis: 0 at its start, 1 at its end. */
export function fractionOf({ scale, min, max }: Axis, value: number): number {
  const place = scale === 'log' ? Math.log : (at: number): number => at;
  return (place(value) - place(min)) / (place(max) - place(min));
}

/** What lies at a fraction of a linear axis. */
export const valueAt = ({ min, max }: Axis, fraction: number): number => min + fraction * (max - min);

/** The smallest of 1, 2, 5, 10, 20, ... (or 0.5, 0.2, ...) that is not below a value. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** Multiples of a step within [min, max], as short decimals. */
function multiples(step: number, min: number, max: number): number[] {
  const slack = 1e-9 * (max - min);
  const [first, last] = [Math.ceil((min - slack) / step), Math.floor((max + slack) / step)];
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** A linear axis over exactly [min, max] with at most about `most` ticks; `least` is the smallest step (1: whole numbers). */
export function linearAxis(min: number, max: number, most: number, least = 0): Axis {
  const step = Math.max(least, roundStep((max - min) / Math.max(most, 1)));
  const ticks = multiples(step, min, max);
  if (ticks.length >= 2) return { scale: 'linear', min, max, ticks };
  // one tick says nothing: the next finer of 1, 2, 5, 10, ...
  return { scale: 'linear', min, max, ticks: multiples(Math.max(least, roundStep(step / 2.5)), min, max) };
}

/** A linear axis around values between `min` and `max`, with room above and below; up to 1 where all are 0. */
export function roomyAxis(min: number, max: number, most: number): Axis {
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (size === 0) return linearAxis(-0.06, 1, most);
  const room = max - min > 1e-9 * size ? 0.06 * (max - min) : size / 2 || 1;
  return linearAxis(min - room, max + room, most);
}

/** Ticks of a logarithmic axis: powers of ten, every n-th where they are many, with twos and fives where they are few. */
function logTicks(min: number, max: number, most: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(most, 2)));
  const powers = Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => first + i);
  const whole = powers.filter((power) => power % stride === 0);
  const spaced = whole.length >= 2 ? whole : powers.filter((_, index) => index % stride === 0);
  const decades = spaced.map((power) => Number(`1e${power}`));
  if (decades.length >= 2) return decades;
  const between = [first - 1, ...powers]
    .flatMap((power) => [1, 2, 5].map((factor) => Number(`${factor}e${power}`)))
    .filter((tick) => tick >= min && tick <= max);
  return between.length >= 2 ? between : linearAxis(min, max, Math.min(most, 3)).ticks.filter((tick) => tick > 0);
}

const asNumber = (value: number): number => Math.min(Math.max(value, Number.MIN_VALUE), Number.MAX_VALUE);

/** What lies at a fraction of a logarithmic axis: by logarithms, as the ratio of its ends need not be a number. */
export const valueAtLog = (min: number, max: number, fraction: number): number =>
  asNumber(10 ** ((1 - fraction) * Math.log10(min) + fraction * Math.log10(max)));

/** Ends of a logarithmic axis with a part of its length as room on either side, as far as there are numbers; an octave where all is one. */
export const roomyLog = (min: number, max: number, room: number): [number, number] =>
  max > min ? [valueAtLog(min, max, -room), valueAtLog(min, max, 1 + room)] : [asNumber(min / 2), asNumber(max * 2)];

/** A logarithmic axis around positive values between `min` and `max`, with a little room. */
export function logAxis(min: number, max: number, most: number): Axis {
  const [low, high] =
    max > min * 1.02 ? roomyLog(min, max, 0.06) : [roomyLog(min, min, 0)[0], roomyLog(max, max, 0)[1]];
  return { scale: 'log', min: low, max: high, ticks: logTicks(low, high, most) };
}

/** An axis over exactly [min, max], both greater than 0 where it is logarithmic. */
export const exactAxis = ([min, max]: readonly [number, number], scale: Scale, most: number): Axis =>
  scale === 'log' ? { scale, min, max, ticks: logTicks(min, max, most) } : linearAxis(min, max, most);

/** A number of so many digits at most: powers of ten as people write them. */
export function shortText(value: number, digits: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-2 && size < 1e4)) return String(Number(value.toPrecision(digits)));
  const [leading, power] = value.toExponential(Math.max(digits - 2, 1)).split('e');
  return `${Number(leading)}e${Number(power)}`;
}

/** A number beside a tick. */
export const tickText = (value: number): string => shortText(value, 3);

/** Digits of a double that say a short decimal. */
const mostDigits = 12;

/** Numbers beside the ticks of one axis: with more digits where they would look alike. */
export function tickTexts(ticks: readonly number[]): string[] {
  for (let digits = 3; ; digits++) {
    const texts = ticks.map((tick) => shortText(tick, digits));
    if (digits === mostDigits || new Set(texts).size === ticks.length) return texts;
  }
}
