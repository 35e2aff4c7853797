/** @file The two clocks as lanes, one above the other; on a small screen the lit one alone. */
import { useComputed } from '@preact/signals';
import { formatNumber, formatRate } from '../../text/quantities.ts';
import { IterationLane, TimeLane } from '../plots/lanes.tsx';
import { hasSheet } from '../studio/media.ts';
import type { Clock } from '../studio/store/cursor.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { tipWithKeys } from './tip.tsx';

/** The clocks of the room that is open, and where they stand. */
function useClocks() {
  const { value: clocks } = useStudio().clocks;
  const { timeline } = clocks;
  return { clocks, timeline, cursor: timeline.cursor };
}

function PlayButton() {
  const { clocks, timeline, cursor } = useClocks();
  const { clock, isPlaying, isReplaying } = cursor;
  const isLearning = clock.value === 'k';
  const isMoving = isLearning ? isReplaying.value : isPlaying.value;
  const what = isLearning ? 'learning' : 'the motion';
  const name = isMoving ? 'Pause' : isLearning ? 'Play learning back' : 'Play';
  return (
    <button
      type="button"
      class="quiet play"
      aria-label={name}
      data-tip={tipWithKeys(isMoving ? `Holds ${what}` : `Plays ${what}`, 'Space')}
      disabled={isLearning ? timeline.last() < 1 : timeline.duration() === 0}
      onClick={() => clocks.toggle()}
    >
      {isMoving ? icons.pause : icons.play}
    </button>
  );
}

const clockNames: Readonly<Record<Clock, { readonly word: string; readonly tip: string }>> = {
  t: { word: 'motion', tip: 'The time within one motion, in seconds. Lit: Space and the arrows move it. Key: T' },
  k: { word: 'learning', tip: 'The iteration of learning. Lit: Space and the arrows move it. Key: K' },
};

function ClockName({ of }: { readonly of: Clock }) {
  const { clock } = useClocks().cursor;
  const { word, tip } = clockNames[of];
  return (
    <button
      type="button"
      class="clock-name"
      aria-pressed={clock.value === of}
      data-tip={tip}
      onClick={() => (clock.value = of)}
    >
      <b>{of}</b> {word}
    </button>
  );
}

const chipSpeeds = [0.25, 0.5, 1, 2] as const;

function Speed() {
  const { clocks, cursor } = useClocks();
  const { speed, isLooping } = cursor;
  return (
    <div class="speed" role="group" aria-label="Speed">
      <button
        type="button"
        class="quiet"
        aria-label="Slower"
        data-tip={tipWithKeys('Plays slower', '−')}
        onClick={() => clocks.changeSpeed(-1)}
      >
        −
      </button>
      <output aria-label="Speed, times real time">{speed.value}×</output>
      <button
        type="button"
        class="quiet"
        aria-label="Faster"
        data-tip={tipWithKeys('Plays faster', '+')}
        onClick={() => clocks.changeSpeed(1)}
      >
        +
      </button>
      <button
        type="button"
        class="quiet loop"
        aria-label="Loop"
        aria-pressed={isLooping.value}
        data-tip="Begins the motion again when it is over"
        onClick={() => (isLooping.value = !isLooping.value)}
      >
        {icons.loop}
      </button>
    </div>
  );
}

function MotionLane() {
  const studio = useStudio();
  const { clocks, timeline, cursor } = useClocks();
  const lanes = useComputed(() => studio.section.value.lanes?.(studio));
  const duration = timeline.duration();
  return (
    <div class="lane-t lane-row" data-lit={cursor.clock.value === 't'}>
      <ClockName of="t" />
      <TimeLane
        value={cursor.t.value}
        duration={duration}
        step={timeline.step()}
        events={lanes.value?.events ?? []}
        isLit={cursor.clock.value === 't'}
        onLight={() => (cursor.clock.value = 't')}
        onChange={(t) => clocks.scrubTo(t)}
      />
      <p class="clock" aria-live="off" data-k={timeline.seen()}>
        <b>{cursor.t.value.toFixed(3)}</b> <span class="whole">/ {duration.toFixed(2)} </span>s
      </p>
      {hasSheet.value ? <SpeedChip /> : <Speed />}
    </div>
  );
}

/** A way to the end of what is played back, or how fast learning goes. */
function LearningState() {
  const { clocks, timeline, cursor } = useClocks();
  const rate = timeline.rate();
  return (
    <div class="learning-state">
      {cursor.isReplaying.value ? (
        <button
          type="button"
          class="secondary skip"
          data-tip="To the end of learning, and on with the motion"
          onClick={() => clocks.skip()}
        >
          {icons.skip} Skip
        </button>
      ) : (
        rate > 0 && (
          <small
            class="rate"
            aria-live="off"
            data-tip="Gradients a second while learning. One is a whole simulated motion and its sweep back through time"
          >
            {formatRate(rate, 'gradients')}
          </small>
        )
      )}
    </div>
  );
}

function LearningLane() {
  const studio = useStudio();
  const { clocks, timeline, cursor } = useClocks();
  const lanes = useComputed(() => studio.section.value.lanes?.(studio));
  const last = timeline.last();
  return (
    <div class="lane-k lane-row" data-lit={cursor.clock.value === 'k'}>
      <ClockName of="k" />
      <IterationLane
        value={cursor.k.value}
        last={last < 0 ? null : last}
        loss={timeline.loss()}
        lossNow={timeline.lossNow()}
        formatLoss={formatNumber}
        marks={lanes.value?.marks ?? []}
        isFollowing={timeline.grows() && cursor.follows.value}
        onFollow={(follows) => {
          cursor.follows.value = follows;
          if (follows) clocks.scrubToK(last);
        }}
        isLit={cursor.clock.value === 'k'}
        onLight={() => (cursor.clock.value = 'k')}
        onChange={(k) => clocks.scrubToK(k)}
      />
      <p class="clock" aria-live="off" data-k={timeline.seen()}>
        <b>{timeline.seen()}</b> <span class="whole">/ {Math.max(0, last)}</span>
      </p>
      <LearningState />
    </div>
  );
}

/** Small screens: the usual speeds, one after another. */
function SpeedChip() {
  const { speed } = useClocks().cursor;
  const next = chipSpeeds.find((one) => one > speed.value) ?? chipSpeeds[0];
  return (
    <button
      type="button"
      class="chip speed-chip"
      aria-label={`${speed.value}×, speed in times of real time. Change to ${next}`}
      data-tip="Speed of the motion, times real time"
      onClick={() => (speed.value = next)}
    >
      {speed.value}×
    </button>
  );
}

/** Small screens: one lane, and a chip that lights the other. */
function ClockChip() {
  const { clock } = useClocks().cursor;
  const other: Clock = clock.value === 't' ? 'k' : 't';
  return (
    <button
      type="button"
      class="chip clock-chip"
      aria-label={`t / k, clock: ${clockNames[clock.value].word}. Change to ${clockNames[other].word}`}
      data-tip={clockNames[clock.value].tip}
      onClick={() => (clock.value = other)}
    >
      <b data-on={clock.value === 't'}>t</b> / <b data-on={clock.value === 'k'}>k</b>
    </button>
  );
}

export function TimeBar() {
  const { timeline, cursor } = useClocks();
  const hasMotion = timeline.hasMotion();
  const hasLearning = timeline.hasLearning?.() ?? true;
  const shows = (one: Clock): boolean =>
    (one === 'k' ? hasLearning : hasMotion) && (!hasSheet.value || cursor.clock.value === one);
  return (
    <section class="time-bar" aria-label="Playback">
      <h2 class="unseen">Playback</h2>
      <PlayButton />
      {hasSheet.value && hasMotion && hasLearning && <ClockChip />}
      <div class="lanes">
        {shows('t') && <MotionLane />}
        {shows('k') && <LearningLane />}
      </div>
    </section>
  );
}
