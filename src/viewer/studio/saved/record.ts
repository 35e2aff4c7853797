/** @file What a browser keeps of a session: plain data with a version, looked through before any of it is used. */
import * as z from 'zod/mini';
import { type PortableState, statesFromPortable } from '../../../run/portable-state.ts';
import { outcomes } from '../../../run/job.ts';
import { parseScene } from '../../../scene/parse.ts';
import type { Scene } from '../../../scene/schema.ts';
import { SeriesTable } from '../../../figures/series.ts';
import { Recording } from '../recording.ts';
import type { Setup } from '../store/experiment.ts';
import type { PastRun } from '../store/run.ts';

export const recordVersion = 3;

const vector = z.instanceof(Float64Array<ArrayBufferLike>);
const iteration = z.int();
const amount = z.int().check(z.positive());
const count = z.int().check(z.nonnegative());

const list = <T extends z.core.$ZodType>(item: T) => z.readonly(z.array(item));

const column = z.object({
  id: z.string(),
  label: z.string(),
  unit: z.string(),
  scale: z.enum(['log', 'linear']),
  colour: z.string(),
});

const series = z.object({
  last: z.nullable(iteration),
  columns: list(z.object({ column, points: z.object({ width: amount, k: vector, values: vector }) })),
});

/** What one restart goes on from. */
const state = z.custom<PortableState>((value) => {
  try {
    return statesFromPortable([value as PortableState]).length === 1;
  } catch {
    return false;
  }
});

const setup = z.object({ scene: z.unknown(), restarts: amount });

const robotFile = z.object({
  name: z.string(),
  content: z.union([z.string(), z.instanceof(Uint8Array<ArrayBufferLike>)]),
});

/** An experiment of the user's own. */
const given = z.object({
  file: z.string(),
  title: z.string(),
  source: z.object({
    kind: z.literal('file'),
    text: z.string(),
    arm: z.nullable(z.object({ scene: z.string(), robot: robotFile })),
  }),
  fingerprint: z.nullable(z.string()),
});

const schema = z.object({
  version: z.literal(recordVersion),
  /** The hash that the browser had when it was kept, and that of a link to the state of then: the former comes a moment after the state. */
  hash: z.string(),
  link: z.string(),
  robot: robotFile,
  sceneFile: z.string(),
  /** Absent before there was one. */
  given: z._default(z.nullable(given), null),
  scene: z.unknown(),
  restarts: amount,
  opened: z.nullable(setup),
  notes: z.nullable(z.object({ reasons: list(z.string()), warnings: list(z.string()) })),
  /** Where it stood: parameters of all restarts, the best one's first, and what they go on from with the same bits. */
  standing: z.object({ parameters: vector, states: z.nullable(list(state)), iteration: count, before: count }),
  /** Of the run that is recorded, and of the experiment as it was opened. */
  start: z.nullable(vector),
  opening: z.object({ start: z.nullable(vector), instant: z.nullable(z.number()) }),
  phase: z.enum(['ready', 'done', 'paused', 'failed']),
  outcome: z.nullable(z.object({ outcome: z.enum(outcomes), detail: z.string() })),
  best: iteration,
  leg: z.object({ from: iteration, most: z.number() }),
  events: list(z.object({ k: iteration, kind: z.enum(['change', 'start']), label: z.string() })),
  series,
  past: list(z.object({ label: z.string(), method: z.string(), series })),
  recording: z.object({ size: z.int(), iterations: vector, rows: vector }),
});

/** As it is kept. */
export type SessionRecord = z.infer<typeof schema>;

/** As it is used. */
export interface SavedRecord extends Omit<SessionRecord, 'scene' | 'opened' | 'series' | 'past' | 'recording'> {
  readonly scene: Scene;
  readonly opened: Setup | null;
  readonly series: SeriesTable;
  readonly past: readonly PastRun[];
  readonly recording: Recording;
}

function required(isSo: boolean): void {
  if (!isSo) throw new RangeError('the parts of the record do not fit together');
}

const ascends = (values: Float64Array): boolean => values.every((value, i) => i === 0 || value > values[i - 1]);

/** A record that was kept. Throws where it is of another version, or damaged. */
export function readRecord(kept: unknown): SavedRecord {
  const record = schema.parse(kept);
  const { opened, recording, restarts } = record;
  const { parameters } = record.standing;
  const { size, iterations, rows } = recording;
  required(rows.length === size * iterations.length && ascends(iterations));
  required(parameters.length === size * restarts && parameters.every(Number.isFinite));
  for (const { points } of [record.series, ...record.past.map((run) => run.series)].flatMap(({ columns }) => columns))
    required(points.k.length === points.values.length && ascends(points.k));
  return {
    ...record,
    scene: parseScene(record.scene),
    opened: opened && { scene: parseScene(opened.scene), restarts: opened.restarts },
    series: SeriesTable.from(record.series),
    past: record.past.map((run) => ({ ...run, series: SeriesTable.from(run.series) })),
    recording: Recording.from(recording),
  };
}
