/** @file The keys that people of this field have in their fingers. */
import { changeSpeed, stepFrames, togglePlaying } from './playback.ts';
import * as store from './store.ts';

/** What `?` lists. */
export const keyHelp: readonly (readonly [keys: string, action: string])[] = [
  ['Space', 'Play or pause'],
  ['← →', 'One frame back or on'],
  ['Shift ←→↑↓', 'Move the target by 1 cm across the view'],
  ['+ −', 'Faster or slower'],
  ['F', 'Frame the robot'],
  ['R', 'Reset to the start'],
  ['?', 'Show these keys'],
  ['Esc', 'Close what is open'],
];

export interface KeyActions {
  readonly frameRobot: () => void;
  /** Moves the target by metres to the right and up, as seen. */
  readonly nudgeTarget: (right: number, up: number) => void;
  readonly reset: () => void;
}

/** m. */
const nudge = 0.01;

/** Whether a key belongs to the element that has the focus. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type=range]):not([type=checkbox]), select, textarea')) return event.key !== 'Escape';
  if (event.key === ' ') return target.matches('button, a, summary, input[type=checkbox]');
  return event.key.startsWith('Arrow') && target.matches('input[type=range], [role=tab], [role=slider]');
}

function closeOpen(): void {
  if (store.isHelpOpen.value) store.isHelpOpen.value = false;
  else if (store.failure.value) store.failure.value = null;
  else if (store.notice.value) store.notice.value = null;
  else if (store.engineNotice.value) store.engineNotice.value = null;
  else store.sheet.value = 'none';
}

export function listenToKeys({ frameRobot, nudgeTarget, reset }: KeyActions): void {
  const actions: Readonly<Record<string, (event: KeyboardEvent) => unknown>> = {
    ' ': togglePlaying,
    ArrowLeft: ({ shiftKey }) => (shiftKey ? nudgeTarget(-nudge, 0) : stepFrames(-1)),
    ArrowRight: ({ shiftKey }) => (shiftKey ? nudgeTarget(nudge, 0) : stepFrames(1)),
    ArrowUp: ({ shiftKey }) => shiftKey && nudgeTarget(0, nudge),
    ArrowDown: ({ shiftKey }) => shiftKey && nudgeTarget(0, -nudge),
    '+': () => changeSpeed(1),
    '=': () => changeSpeed(1),
    '-': () => changeSpeed(-1),
    '−': () => changeSpeed(-1),
    f: frameRobot,
    r: reset,
    '?': () => (store.isHelpOpen.value = !store.isHelpOpen.value),
    Escape: closeOpen,
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}
