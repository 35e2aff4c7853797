/** @file Cause: what the filter cannot foresee of the motion is not as large as it believes: all sensors show it, and innovations are not white. */
import { formatNumber } from '../../../text/quantities.ts';
import { nisFigure, nisWords, sizeWords } from '../words.ts';
import type { Cause } from './cause.ts';
import { scaledTrial } from './scaled.ts';

export const processNoise: Cause = {
  name: 'process-noise',
  title: 'Process noise',
  trials: (patient) => [scaledTrial('process-noise', 'process', patient)],
  amount: ({ correction }) => correction.process,
  words: ({ trial, before, after }) => {
    const factor = processNoise.amount(trial);
    const sensors = before.nis.map(({ name }) => name.slice('NIS of '.length));
    const was = sensors.map((sensor) => nisWords(before, sensor)).join(', ');
    const now = sensors.map((sensor) => nisFigure(after, sensor)).join(' and ');
    return `${was}: Q is ${sizeWords(factor)}; with Q x ${formatNumber(factor)} NIS is ${now}.`;
  },
};
