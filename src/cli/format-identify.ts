/** @file What `identify` says, as text: each number with its confidence, sums that are determined, and what recordings do not tell. */
import type { IdentifiedRow } from '../identify/judgement.ts';
import type { IdentificationResult } from '../identify/identification.ts';
import { capitalized } from '../text/capitalized.ts';
import { formatNumber } from '../text/quantities.ts';
import { oneLine } from '../text/printable.ts';
import { table } from './terminal.ts';

const plusMinus = ({ low, high }: IdentifiedRow): string =>
  Number.isFinite(high) ? `± ${formatNumber((high - low) / 2)}` : 'any';

const rowOf = (row: IdentifiedRow): string[] => [
  oneLine(row.name),
  formatNumber(row.before),
  formatNumber(row.estimate),
  plusMinus(row),
  row.unit,
  row.isDetermined ? '' : `! ${row.why}`,
];

/** Confidence is 95 %. */
export function formatIdentification({ rows, combinations, words }: IdentificationResult): string {
  const head = ['number', 'before', 'found', '95 %', 'unit', ''];
  return [
    table([head, ...rows.map(rowOf)]),
    ...(combinations.length > 0
      ? ['', table([['determined sums', ...head.slice(1)], ...combinations.map(rowOf)])]
      : []),
    '',
    ...words.map((sentence) => `${capitalized(oneLine(sentence))}.`),
    '',
  ].join('\n');
}
