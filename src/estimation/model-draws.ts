/** @file All that is drawn for a simulated recording: numbers by counters, a stream for each purpose, so that truth and filter share none. */
import { requireInteger, requireList, requireNumber, requireOptions } from '../core/arguments.ts';
import { largestWord, normal, uniform } from '../core/random.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { Draws } from './filters/filter.ts';

/** Random numbers of a recording of T ticks, of N members. */
export type ModelDraws = {
  /** Of the truth's start: standard normal, [dimension]. */
  readonly start: PopulationTensor;
  /** What nobody foresees: standard normal, [T, sources]. */
  readonly process: PopulationTensor;
  /** Noise of each sensor: standard normal, [T, dimension]. */
  readonly sensors: readonly PopulationTensor[];
  /** 1 where a sensor tells something, else 0: [T, dimension] each. */
  readonly present: readonly PopulationTensor[];
  /** What a filter draws itself. */
  readonly filter: Draws;
  /** Standard normal numbers that a filter begins with; absent where it takes none. */
  readonly first?: PopulationTensor;
};

/** When a sensor speaks. */
export interface SensorSchedule {
  /** Ticks from one reading to the next; default 1. */
  readonly every?: number;
  /** Probability that a reading of all its channels is lost; default 0. */
  readonly dropout?: number;
}

/** How much is drawn, and by which seed. */
export interface ModelDrawOptions {
  readonly seed: number;
  readonly ticks: number;
  readonly members: number;
  /** Dimension of the state, sources of its noise, channels of each sensor. */
  readonly dimension: number;
  readonly sources: number;
  readonly channels: readonly number[];
  /** One a sensor; all speak at every tick where absent. */
  readonly schedules?: readonly SensorSchedule[];
  /** Random numbers that a filter takes a tick, and once at its start. */
  readonly filter?: { readonly normal: number; readonly uniform: number; readonly start?: number };
}

/** What is drawn: each purpose has a stream of its own, and a sensor two. */
const streams = {
  start: 0,
  process: 1,
  filterNormal: 2,
  filterUniform: 3,
  sensors: 4,
  filterStart: largestWord,
} as const;

/** Random numbers of a recording. Those of a tick do not change where there are more ticks, members or sensors. Throws an ArgumentError. */
export function drawModel(options: ModelDrawOptions): ModelDraws {
  requireDraws(options);
  const { seed, ticks, members, dimension, sources, channels, schedules = [], filter } = options;
  type Source = typeof normal;
  const drawn = (source: Source, stream: number, shape: readonly number[]): PopulationTensor => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data = new Float64Array(size * members);
    for (let member = 0; member < members; member++)
      source({ seed, member, stream }, size).forEach((value, i) => (data[i * members + member] = value));
    return new PopulationTensor({ shape, population: members }, data);
  };
  return {
    start: drawn(normal, streams.start, [dimension]),
    process: drawn(normal, streams.process, [ticks, sources]),
    sensors: channels.map((count, i) => drawn(normal, streams.sensors + 2 * i, [ticks, count])),
    present: channels.map((count, i) =>
      presence(drawn(uniform, streams.sensors + 2 * i + 1, [ticks]), count, schedules[i] ?? {}),
    ),
    filter: filter
      ? {
          normal: drawn(normal, streams.filterNormal, [ticks, filter.normal]),
          uniform: drawn(uniform, streams.filterUniform, [ticks, filter.uniform]),
        }
      : {},
    ...(filter?.start && { first: drawn(normal, streams.filterStart, [filter.start]) }),
  };
}

/** [ticks, channels] of a number in [0, 1) a tick: lost where it is below the probability. */
function presence(
  chance: PopulationTensor,
  channels: number,
  { every = 1, dropout = 0 }: SensorSchedule,
): PopulationTensor {
  const { population: members, data } = chance;
  const [ticks] = chance.shape;
  const present = new Float64Array(ticks * channels * members);
  for (let t = 0; t < ticks; t += every)
    for (let c = 0; c < channels; c++)
      for (let member = 0; member < members; member++)
        present[(t * channels + c) * members + member] = data[t * members + member] < dropout ? 0 : 1;
  return new PopulationTensor({ shape: [ticks, channels], population: members }, present);
}

function requireDraws(options: ModelDrawOptions): void {
  const names = ['seed', 'ticks', 'members', 'dimension', 'sources', 'channels', 'schedules', 'filter'];
  requireOptions('drawModel', options, names);
  const { seed, ticks, members, dimension, sources, channels, schedules = [] } = options;
  requireInteger('seed', seed, 0, largestWord);
  for (const [name, least, value] of [
    ['ticks', 1, ticks],
    ['members', 1, members],
    ['dimension', 0, dimension],
    ['sources', 0, sources],
  ] as const)
    requireInteger(name, value, least);
  requireList('channels', channels);
  channels.forEach((count, i) => requireInteger(`channels[${i}]`, count, 0));
  requireList('schedules', schedules);
  schedules.forEach((schedule, i) => {
    requireOptions(`schedules[${i}]`, schedule, ['every', 'dropout']);
    const { every = 1, dropout = 0 } = schedule;
    requireInteger(`schedules[${i}].every`, every, 1);
    requireNumber(`schedules[${i}].dropout`, dropout);
    if (!(dropout >= 0 && dropout <= 1))
      throw new ArgumentError(`schedules[${i}].dropout`, String(dropout), 'a probability, 0 to 1');
  });
}
