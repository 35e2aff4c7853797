/** @file Cause: the start is not as well known as the filter believes, or better: the first ticks show it, later ones do not. */
import { formatNumber } from '../../../text/quantities.ts';
import type { Consistency } from '../../statistics/consistency.ts';
import { bestScale } from '../best-scale.ts';
import { leastFactor, sizeOfFactor } from '../sizes.ts';
import { sizeWords } from '../words.ts';
import type { Cause } from './cause.ts';

/** NIS of each sensor when it first told something. */
const first = ({ nis }: Consistency): string =>
  nis
    .map(({ name, squares }) => `${name} ${formatNumber(squares.means.find((mean) => Number.isFinite(mean)) ?? NaN)}`)
    .join(', ');

export const start: Cause = {
  name: 'start',
  title: 'Start',
  trials: ({ correction, likelihood }) => {
    const base = likelihood(correction);
    const scaled = (factor: number) => ({ ...correction, start: correction.start * factor });
    const { scale, value } = bestScale((factor) => likelihood(scaled(factor)), base);
    return [
      {
        cause: 'start',
        sensor: null,
        correction: scaled(scale),
        gain: value - base,
        parameters: 1,
        size: sizeOfFactor(scale),
        least: leastFactor,
      },
    ];
  },
  amount: ({ correction }) => correction.start,
  words: ({ trial, before, after }) => {
    const factor = start.amount(trial);
    const now = `with P0 x ${formatNumber(factor)} it is ${first(after)}`;
    return `At the first readings ${first(before)}: P0 is ${sizeWords(factor)}; ${now}.`;
  },
};
