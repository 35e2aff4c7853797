/** @file What `estimate --fit` says, as text: beliefs before and fitted, and the settings that say them. */
import type { FittedBelief, SensesFit } from '../senses/fit.ts';
import { oneLine } from '../text/printable.ts';
import { formatNumber } from '../text/quantities.ts';
import { table } from './terminal.ts';

const nameOf = ({ sensor }: FittedBelief): string =>
  sensor === null ? 'disturbing force' : `noise of ${oneLine(sensor)}`;

/** Beliefs are standard deviations, times what the scene says. */
export function formatFit({ beliefs, before, after, flat, innovations, perBelief }: SensesFit): string {
  const rows = beliefs.map((belief) => [
    nameOf(belief),
    formatNumber(belief.before),
    `${formatNumber(belief.factor)} ± ${formatNumber(belief.standardError)}`,
    oneLine(belief.setting),
  ]);
  return [
    table([['believed, times the scene', 'before', 'fitted', 'setting'], ...rows]),
    `Log likelihood of a reading: ${formatNumber(before)}, fitted ${formatNumber(after)}; ${innovations} innovations, ${formatNumber(perBelief)} a belief.`,
    ...flat.map((words) => `! Not identified: ${oneLine(words)}.`),
    `  use: ${beliefs.map(({ setting }) => `--set '${oneLine(setting)}'`).join(' ')}`,
    '',
  ].join('\n');
}
