/** @file The slice of the run: what learning has come to, iteration by iteration. */
import { computed, signal } from '@preact/signals';
import type { End } from '../../../run/job.ts';
import type { MemberPaths } from '../../worker/member-paths.ts';
import type { SeriesTable } from '../../../figures/series.ts';
import { seriesOf } from '../readings.ts';
import { Recording } from '../recording.ts';
import { throttled } from '../throttled.ts';

/** What the page is doing. `failed`: an optimization diverged or cannot learn, its last good parameters are kept. */
export type Phase = 'loading' | 'ready' | 'running' | 'stopping' | 'done' | 'paused' | 'failed';

/** How a run stands once nothing works on it; `newest`: the last iteration that was made. */
export function restingPhase(phase: Phase, newest: number): Exclude<Phase, 'loading' | 'running' | 'stopping'> {
  if (phase === 'running' || phase === 'stopping') return 'paused';
  if (phase === 'loading') return newest >= 0 ? 'paused' : 'ready';
  return phase;
}

/** The iterations that the present leg of a run makes: `from` is the first, `most` how many there are at most. */
export interface Leg {
  readonly from: number;
  readonly most: number;
}

/** Something that happened at an iteration. */
export interface RunEvent {
  readonly k: number;
  readonly kind: 'change' | 'start';
  readonly label: string;
}

/** A run that another one has taken the place of. */
export interface PastRun {
  readonly label: string;
  /** What made it learn, as files name it. */
  readonly method: string;
  readonly series: SeriesTable;
}

/** Most runs that are kept to be compared with. */
export const pastLimit = 8;

/** Least time between two drawings of curves over the iterations, ms. */
const drawInterval = 200;

export type Ending = Pick<End, 'outcome' | 'detail'>;

export function createRun() {
  const phase = signal<Phase>('loading');
  const series = signal(seriesOf(null));
  const recording = signal(new Recording());
  const revision = signal(0);
  return {
    phase,
    outcome: signal<Ending | null>(null),
    /** Numbers of every iteration. Replaced with the run; `revision` counts what is added. */
    series,
    /** Parameters of every iteration. */
    recording,
    revision,
    /** The revision that curves over the iterations are drawn of: a few a second. */
    drawn: throttled(revision, drawInterval),
    /** The last iteration that was made; -1 before any. */
    newest: computed(() => {
      void revision.value;
      return series.value.last ?? -1;
    }),
    /** The iteration with the lowest loss, among those that reached where one has; -1 before any. */
    best: signal(-1),
    leg: signal<Leg>({ from: 0, most: 1 }),
    events: signal<readonly RunEvent[]>([]),
    past: signal<readonly PastRun[]>([]),
    /** Gradients a second, each of a whole rollout; of the last run where none is running, 0 before any. */
    gradientRate: signal(0),
    /** Time that the iterations have taken, without compiling and drawing, s. */
    elapsed: signal(0),
    /** Restarts that have diverged. */
    diverged: signal(0),
    /** Whether the loaded experiment has made its first iteration, which compiles it. */
    isCompiled: signal(false),
    /** Where the link goes in the restarts that are not shown. */
    memberPaths: signal<MemberPaths | null>(null),
    isRunning: computed(() => phase.value === 'running' || phase.value === 'stopping'),
  };
}
