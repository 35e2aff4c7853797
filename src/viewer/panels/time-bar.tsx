/** @file The two clocks as lanes, one above the other; on a small screen the lit one alone. */
import { useComputed } from '@preact/signals';
import { formatNumber, formatRate } from '../../text/quantities.ts';
import { IterationLane, TimeLane } from '../plots/lanes.tsx';
import { lossLine } from '../studio/loss-line.ts';
import { hasSheet } from '../studio/media.ts';
import type { Clock } from '../studio/store/cursor.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { tipWithKeys } from './tip.tsx';

function PlayButton() {
  const { store, session } = useStudio();
  const { clock, isPlaying, isReplaying } = store.cursor;
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
      disabled={isLearning ? store.run.newest.value < 1 : store.shown.motion.value === null}
      onClick={() => session.clocks.toggle()}
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
  const { clock } = useStudio().store.cursor;
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
  const { store, session } = useStudio();
  const { speed, isLooping } = store.cursor;
  return (
    <div class="speed" role="group" aria-label="Speed">
      <button
        type="button"
        class="quiet"
        aria-label="Slower"
        data-tip={tipWithKeys('Plays slower', '−')}
        onClick={() => session.clocks.changeSpeed(-1)}
      >
        −
      </button>
      <output aria-label="Speed, times real time">{speed.value}×</output>
      <button
        type="button"
        class="quiet"
        aria-label="Faster"
        data-tip={tipWithKeys('Plays faster', '+')}
        onClick={() => session.clocks.changeSpeed(1)}
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
  const { store, session, section } = studio;
  const { cursor, shown } = store;
  const lanes = useComputed(() => section.value.lanes?.(studio));
  const { value: look } = shown.look;
  return (
    <div class="lane-t lane-row" data-lit={cursor.clock.value === 't'}>
      <ClockName of="t" />
      <TimeLane
        value={cursor.t.value}
        duration={shown.duration.value}
        step={shown.motion.value?.dt ?? 0.01}
        events={lanes.value?.events ?? []}
        isLit={cursor.clock.value === 't'}
        onLight={() => (cursor.clock.value = 't')}
        onChange={(t) => session.clocks.scrubTo(t)}
      />
      <p class="clock" aria-live="off" data-k={look?.k}>
        <b>{cursor.t.value.toFixed(3)}</b> <span class="whole">/ {shown.duration.value.toFixed(2)} </span>s
      </p>
      {hasSheet.value ? <SpeedChip /> : <Speed />}
    </div>
  );
}

function LearningLane() {
  const studio = useStudio();
  const { store, session, section } = studio;
  const lanes = useComputed(() => section.value.lanes?.(studio));
  const { cursor, run, shown } = store;
  const { newest, series, revision, isRunning, gradientRate } = run;
  void revision.value;
  const { value: look } = shown.look;
  return (
    <div class="lane-k lane-row" data-lit={cursor.clock.value === 'k'}>
      <ClockName of="k" />
      <IterationLane
        value={cursor.k.value}
        last={newest.value < 0 ? null : newest.value}
        loss={lossLine(series.value)}
        lossNow={look?.loss ?? null}
        formatLoss={formatNumber}
        marks={lanes.value?.marks ?? []}
        isFollowing={isRunning.value && cursor.follows.value}
        onFollow={(follows) => {
          cursor.follows.value = follows;
          if (follows) session.clocks.scrubToK(newest.value);
        }}
        isLit={cursor.clock.value === 'k'}
        onLight={() => (cursor.clock.value = 'k')}
        onChange={(k) => session.clocks.scrubToK(k)}
      />
      <p class="clock" aria-live="off" data-k={look?.k}>
        <b>{look?.k ?? 0}</b> <span class="whole">/ {Math.max(0, newest.value)}</span>
      </p>
      <div class="learning-state">
        {cursor.isReplaying.value ? (
          <button
            type="button"
            class="secondary skip"
            data-tip="To the end of learning, and on with the motion"
            onClick={() => session.clocks.skip()}
          >
            {icons.skip} Skip
          </button>
        ) : (
          gradientRate.value > 0 && (
            <small
              class="rate"
              aria-live="off"
              data-tip="Gradients a second while learning. One is a whole simulated motion and its sweep back through time"
            >
              {formatRate(gradientRate.value, 'gradients')}
            </small>
          )
        )}
      </div>
    </div>
  );
}

/** Small screens: the usual speeds, one after another. */
function SpeedChip() {
  const { speed } = useStudio().store.cursor;
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
  const { clock } = useStudio().store.cursor;
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
  const { clock } = useStudio().store.cursor;
  const shows = (one: Clock): boolean => !hasSheet.value || clock.value === one;
  return (
    <section class="time-bar" aria-label="Playback">
      <h2 class="unseen">Playback</h2>
      <PlayButton />
      {hasSheet.value && <ClockChip />}
      <div class="lanes">
        {shows('t') && <MotionLane />}
        {shows('k') && <LearningLane />}
      </div>
    </section>
  );
}
