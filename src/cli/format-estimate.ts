/** @file What `estimate` says, as text: one rollout, many runs of each filter side by side, sensors alone, and what is worth buying. */
import type { ConsistencyTest } from '../estimation/statistics/consistency-tests.ts';
import type { AloneOutcome } from '../senses/each-alone.ts';
import type { Buying } from '../senses/buying.ts';
import type { MonteCarloReport } from '../senses/monte-carlo.ts';
import { outcomeWords } from '../senses/outcome.ts';
import type { EstimateRecord } from '../senses/records.ts';
import type { SensesDiagnosis } from '../senses/scene-doctor.ts';
import type { Task } from '../task/task.ts';
import { counted } from '../text/counted.ts';
import { formatNumber, formatQuantity } from '../text/quantities.ts';
import { oneLine } from '../text/printable.ts';
import { table } from './terminal.ts';

const plusMinus = (value: number, deviation: number, unit: string): string =>
  `${formatQuantity(value, unit)} ± ${formatQuantity(deviation, unit)}`;

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Mean square over degrees of freedom of what a sensor told. */
function nisOf({ square, told }: EstimateRecord['sensors'][number]): string {
  const channels = told.reduce((sum, count) => sum + count, 0);
  const sum = square.reduce((all, value, k) => all + (told[k] > 0 ? value : 0), 0);
  return channels === 0 ? 'nothing told' : formatNumber(sum / channels);
}

/** Where one rollout ends, and what it said of itself. */
export function formatOnce(record: EstimateRecord, { success }: Task): string {
  const { coordinates, mean, error, deviation, ticks, square, sensors, task, findings } = record;
  const n = coordinates.length;
  const last = (ticks - 1) * n;
  const rows = coordinates.map(({ label, unit }, i) => [
    label,
    plusMinus(mean[last + i], deviation[last + i], unit),
    formatQuantity(error[last + i], unit),
  ]);
  const nis = sensors.map((sensor) => `NIS of ${sensor.name} ${nisOf(sensor)}`);
  const verdict = success ? `, the task ${task.reached ? 'succeeds' : 'fails'}` : '';
  return [
    `One run: loss ${formatNumber(task.loss)}${verdict}; NEES ${formatNumber(meanOf(square) / n)}, ${oneLine(nis.join(', '))} (1 expected).`,
    table([['at its end', 'believed', 'off by'], ...rows]),
    ...findings.map((words) => `! ${oneLine(words)}`),
    '',
  ].join('\n');
}

const boundsOf = ({ bounds: [low, high] }: ConsistencyTest): string => `${formatNumber(low)} to ${formatNumber(high)}`;

const marked = (test: ConsistencyTest | undefined): string =>
  test ? `${formatNumber(test.statistic)}${test.isBorne ? '' : ' !'}` : '-';

/** A test's name for a column: what follows from its table is left out. */
const shortName = (name: string): string =>
  name
    .replace(' outside of the bounds of all ticks', ' beyond')
    .replace('Share of autocorrelations', 'Autocorrelations')
    .replace(/, as a sum of squares,$/, '');

/** Rows of tests, a column a filter; the bounds where there is one filter. */
function testRows(reports: readonly MonteCarloReport[]): string[][] {
  const names = [...new Set(reports.flatMap(({ consistency }) => consistency?.tests.map(({ name }) => name) ?? []))];
  return names.map((name) => {
    const tests = reports.map(({ consistency }) => consistency?.tests.find((test) => test.name === name));
    const bounds = tests.length === 1 && tests[0] ? [boundsOf(tests[0])] : [];
    return [shortName(name), ...tests.map(marked), ...bounds];
  });
}

/** Nothing where all runs of a filter are lost. */
const orNone = (value: number, unit = ''): string => (Number.isNaN(value) ? '-' : formatQuantity(value, unit));

/** Rows of errors: in their unit, and over the bound. */
const errorRows = (reports: readonly MonteCarloReport[]): string[][] => [
  ...reports[0].errors.map(({ label, unit }, i) => [
    `error of ${label}`,
    ...reports.map(({ errors }) => orNone(errors[i].error, unit)),
    ...(reports.length === 1 ? [`${orNone(reports[0].errors[i].overBound)} of bound`] : []),
  ]),
  ['error over bound', ...reports.map(({ overBound }) => orNone(overBound))],
];

const verdictOf = ({ consistency }: MonteCarloReport): string =>
  consistency === null ? 'all lost' : consistency.isConsistent ? 'consistent' : 'inconsistent';

/** Most states whose errors are listed one by one. */
const mostListed = 8;

const legend = (level: string): string[] => [
  `!: beyond two-sided bounds of ${level} for all tests at once (Sidak); then a filter`,
  'is not consistent. Bound: posterior Cramer-Rao of these runs, readings at once.',
];

/** Many runs of each filter, side by side. */
export function formatRuns(reports: readonly MonteCarloReport[], task: Task): string {
  const [first] = reports;
  const errors = errorRows(reports);
  const tested = reports.find(({ consistency }) => consistency !== null)?.consistency;
  const level = tested && `${Number((100 * tested.level).toPrecision(4))} %`;
  const rows = [
    [
      counted(first.runs, 'run'),
      ...reports.map(({ filter }) => filter),
      ...(reports.length === 1 && level ? [`${level} bounds`] : []),
    ],
    ...testRows(reports),
    ...(errors.length <= mostListed + 1 ? errors : errors.slice(-1)),
    ['verdict', ...reports.map(verdictOf)],
  ];
  const told = reports.flatMap(({ filter, findings }) => findings.map((words) => `! ${filter}: ${oneLine(words)}`));
  const outcomes = reports.map(({ filter, outcome }) => `${filter}: ${oneLine(outcomeWords(task, outcome))}`);
  return [table(rows), '', ...(level ? legend(level) : []), ...told, '', ...outcomes, ''].join('\n');
}

/** Each sensor alone. */
export const formatAlone = (found: readonly AloneOutcome[]): string =>
  found.map(({ words }) => `${oneLine(words)}\n`).join('');

/** What less noise is worth. */
export function formatBuying({ sensors, words }: Buying): string {
  const rows = sensors.map(({ sensor, percent, channels }) => {
    const units = [...new Set(channels.map(({ unit }) => unit))];
    const all = channels.reduce((sum, { mean }) => sum + mean, 0);
    const each = units.length === 1 ? `${formatNumber(all)} a ${units[0]}` : 'several units';
    return [sensor, `${formatNumber(percent.mean)} ± ${formatNumber(percent.error)}`, each];
  });
  return `${table([['1 % more noise of', 'loss', 'loss by deviation'], ...rows])}\n${oneLine(words)}\n`;
}

/** What the doctor says, and how a scene says it. */
export function formatSensesDiagnosis({ words, findings }: SensesDiagnosis): string {
  const settings = findings.flatMap((finding) => finding.settings).map((setting) => `  try: --set '${setting}'`);
  return [`Doctor: ${oneLine(words)}`, ...settings, ''].join('\n');
}
