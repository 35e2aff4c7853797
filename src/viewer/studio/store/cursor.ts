/** @file The slice of the two clocks: t, the time within a rollout, and k, the iteration of learning. */
import { signal } from '@preact/signals';

/** The clock that Space and the arrows move. */
export type Clock = 't' | 'k';

/** Playback speeds, times real time. */
export const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 100] as const;

export function createCursor() {
  return {
    /** s. */
    t: signal(0),
    /** The iteration that is wanted; what is shown of it comes a moment later. */
    k: signal(0),
    clock: signal<Clock>('t'),
    /** Whether the motion plays. */
    isPlaying: signal(false),
    /** Whether learning is played back. */
    isReplaying: signal(false),
    /** Whether k follows the run. */
    follows: signal(true),
    isLooping: signal(true),
    speed: signal(1),
  };
}

/** Where two clocks stand: each room that has clocks of its own has one. */
export type Cursor = ReturnType<typeof createCursor>;
