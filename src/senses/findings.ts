/** @file What went wrong in one estimated rollout, in words: an estimate that is lost, and sensors that fell silent or were refused. */
import { chiSquareQuantile } from '../estimation/statistics/chi-square.ts';
import { counted } from '../text/counted.ts';
import { formatNumber, formatSeconds } from '../text/quantities.ts';
import type { EstimateRecord, SensorRecord } from './records.ts';

type Seen = Omit<EstimateRecord, 'findings'>;

const moment = ({ tick }: Seen, k: number): string => formatSeconds(k * tick);

/** The first row [width] of which a number is not finite, and which of its numbers; null where all are. */
function firstLost(rows: Float64Array, width: number): { readonly row: number; readonly entry: number } | null {
  const place = rows.findIndex((value) => !Number.isFinite(value));
  return place < 0 ? null : { row: Math.floor(place / width), entry: place % width };
}

/** The sensor whose innovation was no number first. */
function culprit({ sensors }: Seen, row: number): string {
  const found = sensors.find(({ square }) => {
    const first = square.findIndex((value) => !Number.isFinite(value));
    return first >= 0 && first <= row;
  });
  return found ? `, by what "${found.name}" told` : '';
}

/** The arm or the estimate is no number from some moment on. */
function lost(record: Seen): string[] {
  const { coordinates, truth, mean, deviation } = record;
  const n = coordinates.length;
  const [arm, belief, doubt] = [firstLost(truth, n), firstLost(mean, n), firstLost(deviation, n)];
  const first = [belief, doubt].filter((found) => found !== null).toSorted((a, b) => a.row - b.row)[0];
  if (arm && (!first || arm.row <= first.row))
    return [`The arm itself is lost at ${moment(record, arm.row)}: ${coordinates[arm.entry].label} is no number.`];
  if (!first) return [];
  const what = first === belief ? 'estimate' : 'doubt';
  const label = coordinates[first.entry].label;
  return [
    `The ${what} of ${label} is no number from ${moment(record, first.row)} on${culprit(record, first.row)}; what is later is lost.`,
  ];
}

/** A belief that leaves no doubt in some direction: no error could be judged by it. */
function doubtless(record: Seen): string[] {
  const first = firstLost(record.square, 1);
  return first === null
    ? []
    : [
        `From ${moment(record, first.row)} on the belief leaves no doubt in some direction, so that its error has no normalized square: a crowd wants more particles, any other filter some noise.`,
      ];
}

/** A consistent filter's error is beyond once in a million ticks. */
const certainty = 1 - 1e-6;

/** Part of the rollout, at its end, that the error has to be beyond for: less is a surprise that a filter may get over. */
const longEnough = 0.1;

/** The filter is sure of what is wrong, up to the end. */
function overconfident(record: Seen): string[] {
  const { square, coordinates, ticks } = record;
  const bound = chiSquareQuantile(certainty, coordinates.length);
  let from = ticks;
  while (from > 0 && square[from - 1] > bound) from--;
  if (ticks - from < Math.max(2, longEnough * ticks)) return [];
  return [
    `From ${moment(record, from)} on the filter is sure of what is wrong: the normalized square of its error is ${formatNumber(square[ticks - 1])} at the end, of ${coordinates.length} expected and at most ${formatNumber(bound)} by chance.`,
  ];
}

/** Whether any channel told something at a tick. */
const isTold = ({ present, channels: { length } }: SensorRecord, k: number): boolean =>
  present.subarray(k * length, (k + 1) * length).some((there) => there === 1);

/** A sensor that tells nothing for this part of the rollout has fallen silent. */
const silence = 0.25;

function ofSensor(record: Seen, sensor: SensorRecord): string[] {
  const { ticks } = record;
  let last = ticks - 1;
  while (last >= 0 && !isTold(sensor, last)) last--;
  if (last < 0) return [`"${sensor.name}" tells nothing.`];
  const told = sensor.told.filter((channels) => channels > 0).length;
  const refused = sensor.told.filter((channels, k) => channels > 0 && sensor.accepted[k] === 0).length;
  return [
    ...((ticks - 1 - last) / ticks >= silence
      ? [`"${sensor.name}" tells nothing after ${moment(record, last)}: blinded, out of sight or lost.`]
      : []),
    ...(refused > 0 ? [`${refused} of ${told} readings of "${sensor.name}" were refused by the filter's gate.`] : []),
  ];
}

/** Readings that came and were no numbers: a filter takes those for none. */
function broken({ name, value, present }: SensorRecord): string[] {
  const channels = present.filter((there, i) => there === 1 && !Number.isFinite(value[i])).length;
  return channels > 0
    ? [`${counted(channels, 'number')} that "${name}" told were not finite: they count as not told.`]
    : [];
}

/** What went wrong, in words; none where nothing did. */
export function findingsOf(record: Seen): string[] {
  const gone = lost(record);
  return [
    ...gone,
    ...(gone.length > 0 ? [] : [...record.sensors.flatMap(broken), ...doubtless(record), ...overconfident(record)]),
    ...record.sensors.flatMap((sensor) => ofSensor(record, sensor)),
  ];
}
