/** @file The clock of the page: moves the time cursor while the motion plays. */
import { effect } from '@preact/signals';
import * as store from './store.ts';

/** Moves the cursor on by real time; runs only while playing. */
export function startPlayback(): void {
  let last = 0;
  let request = 0;
  const tick = (now: number): void => {
    advance(Math.min((now - last) / 1000, 0.1));
    last = now;
    if (store.isPlaying.value) request = requestAnimationFrame(tick);
  };
  effect(() => {
    cancelAnimationFrame(request);
    if (!store.isPlaying.value) return;
    last = performance.now();
    request = requestAnimationFrame(tick);
  });
}

/** At the end the motion rests a moment before it starts again, so that its last posture can be seen, s of real time. */
const rest = 0.5;

function advance(elapsed: number): void {
  const { value: duration } = store.duration;
  if (duration === 0) return;
  const end = duration + (store.isLooping.value ? rest * store.speed.value : 0);
  const next = cursor() + elapsed * store.speed.value;
  if (next < end) return setCursor(next);
  if (store.isLooping.value) return setCursor(0);
  setCursor(duration);
  store.isPlaying.value = false;
}

/** Time after the end, while the motion rests there. */
let beyondEnd = 0;

const cursor = (): number => store.time.value + (store.time.value >= store.duration.value ? beyondEnd : 0);

function setCursor(seconds: number): void {
  beyondEnd = Math.max(0, seconds - store.duration.value);
  store.time.value = Math.min(seconds, store.duration.value);
}

export function togglePlaying(): void {
  if (!store.isPlaying.value && !store.isLooping.value && store.time.value >= store.duration.value)
    store.time.value = 0;
  store.isPlaying.value = !store.isPlaying.value;
}

/** Plays what is being learned; where the system asks for less motion, shows where it ends. */
export function showMotion(): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) scrubTo(store.duration.value);
  else store.isPlaying.value = true;
}

/** Moves the cursor by frames, and stays there. */
export function stepFrames(count: number): void {
  const shown = store.motion.value;
  if (!shown) return;
  const frame = Math.min(Math.max(store.frame.value + count, 0), shown.frames - 1);
  store.isPlaying.value = false;
  store.time.value = frame * shown.dt;
}

export function scrubTo(seconds: number): void {
  store.isPlaying.value = false;
  store.time.value = Math.min(Math.max(seconds, 0), store.duration.value);
}

export function changeSpeed(direction: 1 | -1): void {
  const index = store.speeds.findIndex((speed) => speed >= store.speed.value);
  store.speed.value = store.speeds[Math.min(Math.max(index + direction, 0), store.speeds.length - 1)];
}
