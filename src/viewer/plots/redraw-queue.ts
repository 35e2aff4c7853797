/** @file Curves take turns: a frame draws one of them at most, the one that has waited longest. */

/** Least time between two drawings, ms. */
const interval = 25;

const waiting = new Set<() => void>();
let request = 0;
let last = 0;

function onFrame(now: number): void {
  request = 0;
  const [next] = waiting;
  if (next && now - last >= interval) {
    last = now;
    waiting.delete(next);
    next();
  }
  if (waiting.size > 0) request = requestAnimationFrame(onFrame);
}

/** Draws when it is this one's turn; asking again meanwhile changes nothing. */
export function redrawSoon(draw: () => void): void {
  waiting.add(draw);
  if (request === 0) request = requestAnimationFrame(onFrame);
}

export const cancelRedraw = (draw: () => void): boolean => waiting.delete(draw);
