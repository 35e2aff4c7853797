/** @file The two clocks of the Lab: t runs over the motion of the point that is played, k over the iterations of its methods. */
import { computed, type ReadonlySignal, type Signal } from '@preact/signals';
import type { FigureMark } from '../../../figures/figure-data.ts';
import type { Drawing } from '../../../lab/figures/lab-figure.ts';
import { wantsLessMotion } from '../../less-motion.ts';
import { Clocks } from '../../studio/clocks.ts';
import type { LossLine } from '../../studio/loss-line.ts';
import type { LaneMarks } from '../../studio/section.ts';
import { type Cursor, createCursor } from '../../studio/store/cursor.ts';
import type { Timeline } from '../../studio/timeline.ts';
import { timeEvents } from '../arm/lane-events.ts';
import type { Played } from './calls.ts';

/** What of the Lab the clocks run over. */
interface Seen {
  readonly played: Signal<Played | null>;
  readonly losses: Signal<Drawing | null>;
  /** Whether an arm belongs to what is studied. */
  readonly hasArm: () => boolean;
}

const noLine: LossLine = { x: new Float64Array(), y: new Float64Array() };

/** The loss of each method over its iterations. */
function curvesOf({ losses }: Seen): readonly LossLine[] {
  const data = losses.value?.data;
  return data && 'curves' in data ? data.curves : [];
}

function timelineOf(seen: Seen, cursor: Cursor): Timeline {
  const line = computed((): LossLine => curvesOf(seen).at(0) ?? noLine);
  const last = computed(() => curvesOf(seen).reduce((most, { x }) => Math.max(most, x.length - 1), -1));
  const duration = (): number => {
    const motion = seen.played.value?.motion;
    return motion ? (motion.frames - 1) * motion.dt : 0;
  };
  return {
    cursor,
    hasMotion: seen.hasArm,
    duration,
    step: () => seen.played.value?.motion.dt ?? 0.01,
    first: () => 0,
    last: () => last.value,
    seen: () => cursor.k.value,
    grows: () => true,
    loss: () => line.value,
    lossNow: () => line.value.y[Math.min(cursor.k.value, line.value.y.length - 1)] ?? null,
    rate: () => 0,
  };
}

/** The Lab's clocks, and the iteration that its figures mark. */
export class LabClocks extends Clocks {
  readonly cursor: Cursor;
  /** Null: none is marked, as all figures show where the methods end. */
  readonly iteration: ReadonlySignal<number | null>;
  readonly #seen: Seen;

  constructor(seen: Seen) {
    const cursor = createCursor();
    cursor.isLooping.value = false;
    super(timelineOf(seen, cursor));
    this.#seen = seen;
    this.cursor = cursor;
    this.iteration = computed(() => (cursor.k.value < this.timeline.last() ? cursor.k.value : null));
  }

  /** Other losses have come: k stays at their end, or where it was. */
  fit(): void {
    const { k, follows, clock } = this.cursor;
    const last = Math.max(this.timeline.last(), 0);
    k.value = follows.value ? last : Math.min(k.value, last);
    if (!this.timeline.hasMotion()) clock.value = 'k';
  }

  /** Another motion: what was chosen by hand moves from its start; what nobody asked for is seen where it comes to, as is all where less motion is wanted. */
  begin(isChosen: boolean): void {
    const { isPlaying, t, clock } = this.cursor;
    const moves = isChosen && !wantsLessMotion();
    isPlaying.value = moves;
    t.value = moves ? 0 : this.timeline.duration();
    if (isChosen) clock.value = 't';
  }

  /** Nothing moves while nobody looks. */
  rest(): void {
    const { isPlaying, isReplaying } = this.cursor;
    isPlaying.value = false;
    isReplaying.value = false;
  }

  /** What is marked on both. Reads signals. */
  marks(): LaneMarks {
    const { value: played } = this.#seen.played;
    return { events: played ? timeEvents(played, played.model) : [], marks: lowestMark(curvesOf(this.#seen)) };
  }
}

/** Where the lowest loss of all methods is first reached. */
function lowestMark(curves: readonly LossLine[]): FigureMark[] {
  let best = { k: -1, loss: Infinity };
  for (const { y } of curves) for (let k = 0; k < y.length; k++) if (y[k] < best.loss) best = { k, loss: y[k] };
  return best.k < 0 ? [] : [{ x: best.k, kind: 'best', label: `lowest: iteration ${best.k}` }];
}
