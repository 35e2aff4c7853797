/** @file What is kept of every iteration: its numbers by the names of their columns. */
import type { MemberIteration, Progress } from '../../run/job.ts';
import type { Quantiles, Spread } from '../../run/spread.ts';
import { type SeriesColumn, SeriesTable } from '../../figures/series.ts';
import type { Built } from '../sections/arm/calls.ts';
import { costLabels } from '../sections/arm/cost-labels.ts';
import { measureColumn } from '../sections/arm/column-names.ts';
import { trainingColumns } from '../sections/arm/train/columns.ts';

/** What an iteration found: the only run, or the best of many; null where there was none. */
export const readingOf = ({ best, now, spread }: Progress): MemberIteration | null => (spread ? best : now);

export const percentiles = ['low', 'median', 'high'] as const;
export type Percentile = (typeof percentiles)[number];

/** Name of a column of percentiles over all runs, of the column of a loss or a measure. */
export const percentile = (column: string, of: Percentile): string => `${column}:${of}`;

export const termColumn = (name: string): string => `term ${name}`;

/** Colours of curves that lie side by side. */
export const lineColours = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6'] as const;

type ColumnSource = Pick<Built, 'scene' | 'restarts' | 'measures' | 'measure' | 'training'>;

const log = (id: string, label: string, unit = '', colour = '--now'): SeriesColumn => ({
  id,
  label,
  unit,
  scale: 'log',
  colour,
});

/** A table for the runs of an experiment; without one, what every run has. */
export function seriesOf(source: ColumnSource | null): SeriesTable {
  const isMany = source !== null && source.restarts > 1;
  const withPercentiles = (column: SeriesColumn): SeriesColumn[] => [
    column,
    ...(isMany ? percentiles.map((of) => ({ ...column, id: percentile(column.id, of), label: of })) : []),
  ];
  return new SeriesTable([
    ...withPercentiles(log('loss', 'loss')),
    log('gradientNorm', 'gradient norm'),
    log('clippedGradientNorm', 'clipped', '', '--muted'),
    log('stepSize', 'step size'),
    ...(source?.measures ?? []).flatMap(({ name, unit }) => withPercentiles(log(measureColumn(name), name, unit))),
    ...(source ? termColumns(source) : []),
    ...(source?.training ? trainingColumns(source.training, source.measure) : []),
  ]);
}

function termColumns({ scene }: ColumnSource): SeriesColumn[] {
  const labels = costLabels(scene);
  return scene.costs.map(({ name }, i) =>
    log(termColumn(name), labels[i].toLowerCase(), '', lineColours[i % lineColours.length]),
  );
}

/** A number with its percentiles over all runs, where there are many. */
const withSpread = (column: string, value: number, quantiles?: Quantiles): [string, number][] => [
  [column, value],
  ...(quantiles ? percentiles.map((of): [string, number] => [percentile(column, of), quantiles[of]]) : []),
];

/** Numbers of an iteration by the names of their columns. */
export function columnsOf(reading: MemberIteration, spread: Spread | null): Record<string, number> {
  const { loss, gradientNorm, clippedGradientNorm, stepSize, measures, terms } = reading;
  return Object.fromEntries([
    ...withSpread('loss', loss, spread?.loss),
    ...Object.entries({ gradientNorm, clippedGradientNorm, stepSize }),
    ...Object.entries(measures).flatMap(([name, value]) =>
      withSpread(measureColumn(name), value, spread?.measures[name]),
    ),
    ...Object.entries(terms).map(([name, value]): [string, number] => [termColumn(name), value]),
  ]);
}
