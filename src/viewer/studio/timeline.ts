/** @file What the two clocks of a room run over: the length of its motion, and its iterations with their losses. */
import type { LossLine } from './loss-line.ts';
import type { Cursor } from './store/cursor.ts';
import type { Store } from './store/store.ts';
import { lossLine } from './loss-line.ts';

/** All functions read signals. */
export interface Timeline {
  /** Where the clocks stand. */
  readonly cursor: Cursor;
  /** Whether there is a motion at all, now or later. */
  readonly hasMotion: () => boolean;
  /** Whether anything is learned over iterations; absent where it is. */
  readonly hasLearning?: () => boolean;
  /** Length of the motion, s; 0 before there is one. */
  readonly duration: () => number;
  /** Time between two frames of the motion, s. */
  readonly step: () => number;
  /** The first iteration that can be shown. */
  readonly first: () => number;
  /** The newest iteration; -1 before any. */
  readonly last: () => number;
  /** The iteration that is on the screen: what is wanted comes a moment later. */
  readonly seen: () => number;
  /** Whether more iterations may come, which k follows once it is at the newest. */
  readonly grows: () => boolean;
  readonly loss: () => LossLine;
  /** Of the iteration that is on the screen; null where it is unknown. */
  readonly lossNow: () => number | null;
  /** Gradients a second; 0 where nothing learns. */
  readonly rate: () => number;
  /** Before learning is played back. */
  readonly onReplay?: () => void;
}

/** Of the run, and of what is shown of it. */
export function runTimeline({ cursor, run, shown }: Store): Timeline {
  return {
    cursor,
    hasMotion: () => true,
    duration: () => shown.duration.value,
    step: () => shown.motion.value?.dt ?? 0.01,
    first: () => Math.max(0, run.recording.value.first),
    last: () => run.newest.value,
    seen: () => shown.look.value?.k ?? 0,
    grows: () => run.isRunning.value,
    loss: () => {
      void run.revision.value;
      return lossLine(run.series.value);
    },
    lossNow: () => shown.look.value?.loss ?? null,
    rate: () => run.gradientRate.value,
    onReplay: () => {
      // the first motion stays, however late the first look is
      shown.ghosts.value = shown.ghosts.value.filter(({ k }) => k === run.recording.value.first);
    },
  };
}
