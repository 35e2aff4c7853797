/** @file The time cursor: play, step, scrub, speed, loop. */
import { formatSeconds } from '../../text/quantities.ts';
import { changeSpeed, scrubTo, stepFrames, togglePlaying } from '../studio/playback.ts';
import * as store from '../studio/store.ts';
import { icons } from './icons.tsx';

function Scrubber() {
  const { value: duration } = store.duration;
  const step = store.motion.value?.dt ?? 0.01;
  const filled = duration > 0 ? store.time.value / duration : 0;
  return (
    <input
      type="range"
      class="scrubber"
      aria-label="Time"
      aria-valuetext={`${formatSeconds(store.time.value)} of ${formatSeconds(duration)}`}
      min={0}
      max={duration || 1}
      step={step}
      value={store.time.value}
      disabled={duration === 0}
      ref={(element) => element?.style.setProperty('--filled', `${100 * filled}%`)}
      onInput={({ currentTarget }) => scrubTo(currentTarget.valueAsNumber)}
    />
  );
}

function Speed() {
  return (
    <div class="speed" role="group" aria-label="Speed">
      <button type="button" class="quiet" aria-label="Slower" title="Slower (−)" onClick={() => changeSpeed(-1)}>
        −
      </button>
      <output aria-label="Speed of playback">{store.speed.value}×</output>
      <button type="button" class="quiet" aria-label="Faster" title="Faster (+)" onClick={() => changeSpeed(1)}>
        +
      </button>
    </div>
  );
}

export function Timeline() {
  const playing = store.isPlaying.value;
  return (
    <section class="timeline" aria-label="Playback">
      <button
        type="button"
        class="quiet play"
        aria-label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause (Space)' : 'Play (Space)'}
        disabled={!store.motion.value}
        onClick={togglePlaying}
      >
        {playing ? icons.pause : icons.play}
      </button>
      <button
        type="button"
        class="quiet step"
        aria-label="One frame back"
        title="One frame back (←)"
        onClick={() => stepFrames(-1)}
      >
        {icons.stepBack}
      </button>
      <button
        type="button"
        class="quiet step"
        aria-label="One frame on"
        title="One frame on (→)"
        onClick={() => stepFrames(1)}
      >
        {icons.stepOn}
      </button>
      <Scrubber />
      <output class="clock" aria-label="Time cursor">
        {store.time.value.toFixed(3)} <small>/ {formatSeconds(store.duration.value)}</small>
      </output>
      <Speed />
      <button
        type="button"
        class="quiet loop"
        aria-label="Loop"
        title="Loop"
        aria-pressed={store.isLooping.value}
        onClick={() => (store.isLooping.value = !store.isLooping.value)}
      >
        {icons.loop}
      </button>
    </section>
  );
}
