/** @file The clock of the Senses: t runs over the estimated rollout. Nothing is learned here, so there is no k. */
import type { Signal } from '@preact/signals';
import { wantsLessMotion } from '../../less-motion.ts';
import { Clocks } from '../../studio/clocks.ts';
import { type Cursor, createCursor } from '../../studio/store/cursor.ts';
import type { Timeline } from '../../studio/timeline.ts';
import type { Estimated } from './calls.ts';

const noLine = { x: new Float64Array(), y: new Float64Array() };

function timelineOf(estimated: Signal<Estimated | null>, cursor: Cursor): Timeline {
  return {
    cursor,
    hasMotion: () => true,
    hasLearning: () => false,
    duration: () => {
      const { value } = estimated;
      return value ? (value.arm.frames - 1) * value.arm.dt : 0;
    },
    step: () => estimated.value?.record.tick ?? 0.01,
    first: () => 0,
    last: () => -1,
    seen: () => 0,
    grows: () => false,
    loss: () => noLine,
    lossNow: () => null,
    rate: () => 0,
  };
}

/** The clock, which stays where it was while another room is open. */
export class SensesClocks extends Clocks {
  readonly cursor: Cursor;

  constructor(estimated: Signal<Estimated | null>) {
    const cursor = createCursor();
    cursor.isLooping.value = false;
    super(timelineOf(estimated, cursor));
    this.cursor = cursor;
  }

  /** Another rollout has come: the clock stays, as far as there is something. */
  fit(): void {
    const { t } = this.cursor;
    t.value = Math.min(t.value, this.timeline.duration());
  }

  /** The first rollout of a scene: it moves from its start, or stands in its middle where less motion is wanted. */
  begin(): void {
    const { t, isPlaying } = this.cursor;
    const moves = !wantsLessMotion();
    t.value = moves ? 0 : this.timeline.duration() / 2;
    isPlaying.value = moves;
  }

  /** Nothing moves while nobody looks. */
  rest(): void {
    this.cursor.isPlaying.value = false;
  }
}
