/** @file Cause: the start is not as well known as the filter believes, or better: the first ticks show it, later ones do not. */
import { formatNumber } from '../../../text/quantities.ts';
import type { Consistency } from '../../statistics/consistency.ts';
import { sizeWords } from '../words.ts';
import type { Cause } from './cause.ts';
import { scaledTrial } from './scaled.ts';

/** NIS of each sensor when it first told something. */
const first = ({ nis }: Consistency): string =>
  nis
    .map(({ name, squares }) => `${name} ${formatNumber(squares.means.find((mean) => Number.isFinite(mean)) ?? NaN)}`)
    .join(', ');

export const start: Cause = {
  name: 'start',
  title: 'Start',
  trials: (patient) => [scaledTrial('start', 'start', patient)],
  amount: ({ correction }) => correction.start,
  words: ({ trial, before, after }) => {
    const factor = start.amount(trial);
    const now = `with P0 x ${formatNumber(factor)} it is ${first(after)}`;
    return `At the first readings ${first(before)}: P0 is ${sizeWords(factor)}; ${now}.`;
  },
};
