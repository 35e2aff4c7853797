/** @file A line in words, for those who cannot see it. */
import { counted } from '../text/counted.ts';
import { gapOf, type Scale } from './gaps.ts';

export interface SentenceOptions {
  readonly xName: 'iteration' | 'time, s';
  readonly scale: Scale;
  /** A value with its unit. */
  readonly format: (value: number) => string;
}

/** Change that is none: a thousandth. */
const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(Math.abs(a), Math.abs(b));

/** How many times both ends a value must be to be called a peak. */
const peakFactor = 3;

/** "falls from 11.6 to 0.005 in 85 iterations", with its peak and its gaps where it has any. */
export function sentenceOf(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { xName, scale, format }: SentenceOptions,
): string {
  const shown = Array.from(x, (_, index) => index).filter((index) => gapOf(y[index], scale) === null);
  if (shown.length === 0) return x.length === 0 ? 'nothing to show yet' : 'no value that can be shown';
  const [first, last] = [shown[0], shown.at(-1)!];
  const isTime = xName !== 'iteration';
  const length = isTime
    ? `${Number((x[last] - x[first]).toFixed(3))} s`
    : counted(Math.round(x[last] - x[first]) + 1, 'iteration');
  const verb = y[last] < y[first] ? 'falls' : 'rises';
  const peak = shown.reduce((best, index) => (Math.abs(y[index]) > Math.abs(y[best]) ? index : best), first);
  const isPeak = Math.abs(y[peak]) > peakFactor * Math.max(Math.abs(y[first]), Math.abs(y[last]));
  const where = isTime ? `${Number(x[peak].toFixed(3))} s` : `iteration ${x[peak]}`;
  return [
    isSame(y[first], y[last])
      ? `${first === last ? 'is' : 'stays at'} ${format(y[last])}${first === last ? '' : ` over ${length}`}`
      : `${verb} from ${format(y[first])} to ${format(y[last])} in ${length}`,
    ...(isPeak ? [`with a peak of ${format(y[peak])} at ${where}`] : []),
    ...(shown.length < x.length ? [`with ${counted(x.length - shown.length, 'value')} that cannot be shown`] : []),
  ].join(', ');
}
