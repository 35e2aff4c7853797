/** @file Draws what belongs together in one frame: no plot of a group shows another iteration than its neighbours. */

/** Least time between two drawings, ms. */
const interval = 25;
/** Drawing takes at most a third of the time: the pause after it, in times of what it took. */
const rest = 2;

export interface FrameClock {
  /** Calls back in the next frame. */
  readonly request: (onFrame: () => void) => void;
  /** ms. */
  readonly now: () => number;
}

export interface Scheduler {
  /** Draws the callbacks of a group in one coming frame, each once however often it was asked for. Groups take turns. */
  readonly drawTogether: (group: string, callbacks: Iterable<() => void>) => void;
  /** Forgets a callback that waits. */
  readonly cancelDrawing: (callback: () => void) => void;
}

export function createScheduler({ request, now }: FrameClock): Scheduler {
  /** In the order in which they were first asked for. */
  const waiting = new Map<string, Set<() => void>>();
  let isRequested = false;
  let notBefore = -Infinity;

  const requestFrame = (): void => {
    if (isRequested || waiting.size === 0) return;
    isRequested = true;
    request(onFrame);
  };
  const onFrame = (): void => {
    isRequested = false;
    const [next] = waiting;
    const start = now();
    if (next && start >= notBefore) {
      const [group, callbacks] = next;
      waiting.delete(group);
      try {
        for (const callback of callbacks) callback();
      } finally {
        const end = now();
        notBefore = Math.max(start + interval, end + rest * (end - start));
        requestFrame();
      }
    } else requestFrame();
  };
  return {
    drawTogether: (group, callbacks) => {
      const together = waiting.get(group) ?? new Set();
      for (const callback of callbacks) together.add(callback);
      if (together.size > 0) waiting.set(group, together);
      requestFrame();
    },
    cancelDrawing: (callback) => {
      for (const [group, together] of waiting)
        if (together.delete(callback) && together.size === 0) waiting.delete(group);
    },
  };
}

/** The page's own frames. */
export const { drawTogether, cancelDrawing } = createScheduler({
  request: (onFrame) => void requestAnimationFrame(onFrame),
  now: () => performance.now(),
});
