/** @file What moves the two clocks: the motion plays in real time, learning is played back in a few seconds; steps and scrubbing. */
import { batch, effect } from '@preact/signals';
import { wantsLessMotion } from '../less-motion.ts';
import { speeds } from './store/cursor.ts';
import type { Timeline } from './timeline.ts';

/** At its end the motion rests a moment before it starts again, so that its last posture can be seen, s of real time. */
const rest = 0.5;

/** How long learning takes to be played back, s; longer where iterations take longer to be looked at. */
export const replayTime = 4;
/** Motions that are shown at least, where there are so many iterations. */
const leastShown = 24;
/** How long a motion is waited for, s. */
const longestWait = 5;

const clamped = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export class Clocks {
  /** What they run over. */
  readonly timeline: Timeline;
  /** Time after the end, while the motion rests there, s. */
  #beyondEnd = 0;
  /** Where between two iterations the replay is. */
  #replayed = 0;
  #replayTo = 0;
  /** Time for which the replay has waited for a motion, s. */
  #waited = 0;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
  }

  /** Moves the clocks by real time while they play; returns what ends it. */
  start(): () => void {
    const { cursor } = this.timeline;
    const isMoving = (): boolean => cursor.isPlaying.value || cursor.isReplaying.value;
    return effect(() => {
      if (!isMoving()) return;
      let last = performance.now();
      let request = 0;
      const tick = (now: number): void => {
        this.advance(Math.min((now - last) / 1000, 0.1));
        last = now;
        if (isMoving()) request = requestAnimationFrame(tick);
      };
      request = requestAnimationFrame(tick);
      return () => cancelAnimationFrame(request);
    });
  }

  /** Moves on by some time, s. */
  advance(elapsed: number): void {
    const { cursor } = this.timeline;
    batch(() => {
      if (cursor.isReplaying.value) this.#advanceReplay(elapsed);
      if (cursor.isPlaying.value) this.#advanceMotion(elapsed);
    });
  }

  /** Plays or pauses the clock that is lit. */
  toggle(): void {
    const { cursor } = this.timeline;
    if (cursor.clock.value === 't') this.togglePlaying();
    else if (cursor.isReplaying.value) cursor.isReplaying.value = false;
    else this.replay();
  }

  togglePlaying(): void {
    const { cursor, duration } = this.timeline;
    batch(() => {
      const isOver = cursor.t.value >= duration();
      if (!cursor.isPlaying.value && !cursor.isLooping.value && isOver) cursor.t.value = 0;
      cursor.isPlaying.value = !cursor.isPlaying.value;
    });
  }

  /** Plays what is being learned; where the system asks for less motion, shows where it ends. */
  showMotion(): void {
    if (wantsLessMotion()) this.scrubTo(this.timeline.duration());
    else this.timeline.cursor.isPlaying.value = true;
  }

  /** Plays learning back from its first iteration to `to`, the arm at the end of its motion. */
  replay(to = this.#last): void {
    const { cursor, first, duration, onReplay } = this.timeline;
    if (to < 1) return;
    this.#replayed = clamped(first(), 0, to);
    this.#replayTo = to;
    this.#waited = 0;
    batch(() => {
      onReplay?.();
      cursor.follows.value = false;
      cursor.clock.value = 'k';
      cursor.isPlaying.value = false;
      cursor.t.value = duration();
      cursor.k.value = this.#replayed;
      cursor.isReplaying.value = true;
    });
  }

  /** To the end of what is played back, and on with the motion. */
  skip(): void {
    if (!this.timeline.cursor.isReplaying.value) return;
    this.#endReplay();
  }

  /** Whether learning is worth playing back here. */
  get canReplay(): boolean {
    return !wantsLessMotion() && this.#last > 1;
  }

  /** Moves the lit clock by steps: frames of the motion, or iterations. */
  step(count: number): void {
    if (this.timeline.cursor.clock.value === 'k') this.stepK(count);
    else this.stepT(count);
  }

  stepT(count: number): void {
    const { cursor, step, hasMotion } = this.timeline;
    if (!hasMotion()) return;
    this.pointAt((Math.round(cursor.t.value / step()) + count) * step());
  }

  stepK(count: number): void {
    this.scrubToK(this.timeline.cursor.k.value + count);
  }

  /** To a moment that a hand has chosen: t is the lit clock then. */
  pointAt(seconds: number): void {
    this.scrubTo(seconds);
    this.timeline.cursor.clock.value = 't';
  }

  scrubTo(seconds: number): void {
    const { cursor, duration } = this.timeline;
    batch(() => {
      cursor.isPlaying.value = false;
      cursor.t.value = clamped(seconds, 0, duration());
    });
  }

  scrubToK(k: number): void {
    const { cursor, first, grows } = this.timeline;
    batch(() => {
      cursor.isReplaying.value = false;
      cursor.clock.value = 'k';
      cursor.k.value = clamped(Math.round(k), first(), this.#last);
      cursor.follows.value = grows() && cursor.k.value === this.#last;
    });
  }

  changeSpeed(direction: 1 | -1): void {
    const { speed } = this.timeline.cursor;
    const index = speeds.findIndex((one) => one >= speed.value);
    speed.value = speeds[clamped(index + direction, 0, speeds.length - 1)];
  }

  get #last(): number {
    return Math.max(0, this.timeline.last());
  }

  /** Never farther ahead of what is shown than a fraction of the way, so that slow machines show as many motions as quick ones. */
  #advanceReplay(elapsed: number): void {
    const { cursor, first } = this.timeline;
    const from = first();
    const way = Math.max(1, this.#replayTo - from);
    const next = this.#replayed + (elapsed / replayTime) * way;
    const seen = this.timeline.seen();
    // what was shown before the replay has begun is no part of it
    const farthest = (seen <= this.#replayed ? seen : from) + Math.max(1, way / leastShown);
    const waits = next >= farthest && this.#waited < longestWait;
    this.#waited = waits ? this.#waited + elapsed : 0;
    this.#replayed = waits ? Math.max(this.#replayed, farthest) : next;
    if (this.#replayed >= this.#replayTo) return this.#endReplay();
    cursor.k.value = Math.floor(this.#replayed);
  }

  #endReplay(): void {
    const { cursor, hasMotion } = this.timeline;
    batch(() => {
      cursor.isReplaying.value = false;
      cursor.k.value = this.#replayTo;
      if (!hasMotion()) return;
      cursor.clock.value = 't';
      cursor.t.value = 0;
    });
    if (hasMotion()) this.showMotion();
  }

  #advanceMotion(elapsed: number): void {
    const { cursor } = this.timeline;
    const duration = this.timeline.duration();
    if (duration === 0) return;
    const { value: speed } = cursor.speed;
    const end = duration + (cursor.isLooping.value ? rest * speed : 0);
    const now = cursor.t.value + (cursor.t.value >= duration ? this.#beyondEnd : 0);
    const next = now + elapsed * speed;
    if (next < end) return this.#moveTo(next);
    if (cursor.isLooping.value) return this.#moveTo(0);
    this.#moveTo(duration);
    cursor.isPlaying.value = false;
  }

  #moveTo(seconds: number): void {
    const duration = this.timeline.duration();
    this.#beyondEnd = Math.max(0, seconds - duration);
    this.timeline.cursor.t.value = Math.min(seconds, duration);
  }
}
