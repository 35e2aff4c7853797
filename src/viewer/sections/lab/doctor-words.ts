/** @file What the doctor found and what came of remedies, in words. */
import type { Severity, TriedRemedy } from '../../../learning/doctor/finding.ts';
import { tickText } from '../../../figures/axis.ts';
import { formatNumber } from '../../../text/quantities.ts';
import type { Examination, Found } from './calls.ts';

/** What a severity means for who learns. */
export const severityWords: Readonly<Record<Severity, string>> = {
  stops: 'stops learning',
  hinders: 'hinders learning',
  wastes: 'wastes parameters',
};

const number = (value: number): string => (Number.isFinite(value) ? formatNumber(value) : 'without bound');

const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** "learning rate over the stable one: 1.25, claimed above 1, confidence 56 %". */
export const figureWords = ({ figure, threshold, confidence }: Found): readonly [name: string, value: string][] => [
  [figure.name, number(figure.value)],
  ['claimed above', tickText(threshold)],
  ['confidence', percent(confidence)],
];

/** What a short run came to: -Infinity where it diverged. */
export function progressWords(part: number): string {
  if (!Number.isFinite(part)) return 'diverges';
  return part < 0 ? `raises the loss ${formatNumber(1 - part)}-fold` : `takes ${percent(part)} of the loss`;
}

/** A sound study, in one line. */
export function soundWords({ progress }: Examination): string {
  const runs = progress.map(({ of, part }) => `a short run${of === null ? '' : ` of ${of}`} ${progressWords(part)}`);
  return `Nothing is wrong that the doctor knows: ${runs.join('; ')}.`;
}

/** What a short run left of the loss that it began with. */
function lossLeft(part: number): string {
  if (!Number.isFinite(part)) return 'diverges';
  return part < 0 ? `${formatNumber(1 - part)} times` : `${formatNumber(100 * (1 - part))} %`;
}

/** One line of a comparison. */
export type Compared = readonly [name: string, before: string, after: string];

/** The figure, and what a short run leaves of the loss, before and after a remedy; null where the change was refused. */
export function trialRows(
  { threshold }: Pick<Found, 'threshold'>,
  { before, after }: TriedRemedy,
): readonly Compared[] | null {
  if (!after) return null;
  const figureOf = (value: number | null): string =>
    value === null ? `not above ${tickText(threshold)}` : number(value);
  return [
    ['figure', figureOf(before.figure), figureOf(after.figure)],
    ['loss left', lossLeft(before.progress), lossLeft(after.progress)],
  ];
}

export function verdictWords({ helped, after }: TriedRemedy): string {
  if (helped) return 'It helped.';
  return after ? 'It did not help.' : 'It cannot be tried: the experiment is refused so.';
}
