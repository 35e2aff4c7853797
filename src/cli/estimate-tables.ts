/** @file An estimated rollout, and means over many, as tables of numbers. */
import type { CsvColumn, CsvTable } from '../formats/csv.ts';
import type { MonteCarloReport } from '../senses/monte-carlo.ts';
import type { EstimateRecord } from '../senses/records.ts';

/** Entry i of each row. */
const columnOf = (rows: ArrayLike<number>, width: number, i: number): number[] =>
  Array.from({ length: rows.length / width }, (_, k) => rows[k * width + i]);

const axes = ['x', 'y', 'z'] as const;

/** A row a tick: truth, belief and its deviation, what each sensor told, squares, the link. */
export function tableOfRecord(record: EstimateRecord): CsvTable {
  const { coordinates, ticks, tick, link } = record;
  const n = coordinates.length;
  const states = coordinates.flatMap(({ label, unit }, i) =>
    (['truth', 'mean', 'deviation'] as const).map((part): CsvColumn => ({
      name: `${label} ${part} (${unit})`,
      values: columnOf(record[part], n, i),
    })),
  );
  const sensors = record.sensors.flatMap((sensor) => {
    const p = sensor.channels.length;
    const told = (values: ArrayLike<number>, is: (k: number) => boolean): (number | null)[] =>
      Array.from(values, (value, k) => (is(k) ? value : null));
    return [
      ...sensor.channels.map(({ label, unit }, i): CsvColumn => ({
        name: `${sensor.name}: ${label} (${unit})`,
        values: told(columnOf(sensor.value, p, i), (k) => sensor.present[k * p + i] === 1),
      })),
      { name: `${sensor.name}: normalized square`, values: told(sensor.square, (k) => sensor.told[k] > 0) },
      { name: `${sensor.name}: channels told`, values: Array.from(sensor.told) },
      { name: `${sensor.name}: accepted`, values: told(sensor.accepted, (k) => sensor.told[k] > 0) },
    ];
  });
  const places = axes.flatMap((axis, i) => [
    { name: `${link.name} ${axis} truth (m)`, values: columnOf(link.truth, 3, i) },
    { name: `${link.name} ${axis} mean (m)`, values: columnOf(link.mean, 3, i) },
    {
      name: `${link.name} ${axis} deviation (m)`,
      values: columnOf(link.covariance, 9, 4 * i).map((variance) => Math.sqrt(variance)),
    },
  ]);
  return {
    columns: [
      { name: 'time (s)', values: Array.from({ length: ticks }, (_, k) => k * tick) },
      ...states,
      { name: 'normalized square of the error', values: Array.from(record.square) },
      ...sensors,
      ...places,
    ],
  };
}

/** A row a tick: mean squares over runs with their bounds, which a consistent filter keeps within. */
export function tableOfMeans({ consistency, tick, ticks }: MonteCarloReport): CsvTable | null {
  if (!consistency) return null;
  const lanes = [...(consistency.nees ? [consistency.nees] : []), ...consistency.nis];
  const known = (values: readonly number[]): (number | null)[] =>
    values.map((value) => (Number.isNaN(value) ? null : value));
  return {
    columns: [
      { name: 'time (s)', values: Array.from({ length: ticks }, (_, k) => k * tick) },
      ...lanes.flatMap(({ name, squares: { means, pointwise } }) => [
        { name, values: known(Array.from(means)) },
        { name: `${name} low`, values: known(pointwise.map(([low]) => low)) },
        { name: `${name} high`, values: known(pointwise.map(([, high]) => high)) },
      ]),
    ],
  };
}
