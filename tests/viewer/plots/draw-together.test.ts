/** @file What belongs together is drawn in one frame, and drawing leaves time for the rest of the page. */
import { expect, it } from 'vitest';
import { createScheduler } from '../../../src/viewer/plots/draw-together.ts';

/** A clock of frames that a test turns by hand. */
function handClock() {
  let time = 0;
  let waiting: (() => void)[] = [];
  return {
    clock: { request: (onFrame: () => void) => void waiting.push(onFrame), now: () => time },
    work: (milliseconds: number) => (time += milliseconds),
    frame: (milliseconds = 16) => {
      time += milliseconds;
      const now = waiting;
      waiting = [];
      for (const onFrame of now) onFrame();
      return now.length;
    },
  };
}

it('draws a group in one frame, each callback once', () => {
  const { clock, frame } = handClock();
  const { drawTogether } = createScheduler(clock);
  const drawn: string[] = [];
  const [a, b] = ['a', 'b'].map((name) => () => void drawn.push(name));
  drawTogether('plots', [a]);
  drawTogether('plots', [b, a]);
  expect(drawn).toEqual([]);
  frame();
  expect(drawn).toEqual(['a', 'b']);
  expect(frame()).toBe(0);
});

it('rests twice as long as drawing took', () => {
  const { clock, frame, work } = handClock();
  const { drawTogether } = createScheduler(clock);
  let count = 0;
  const draw = (): void => {
    count++;
    work(100);
  };
  drawTogether('plots', [draw]);
  frame();
  drawTogether('plots', [draw]);
  for (let passed = 0; passed < 192; passed += 16) frame();
  expect(count).toBe(1);
  frame();
  expect(count).toBe(2);
});

it('lets groups take turns', () => {
  const { clock, frame } = handClock();
  const { drawTogether } = createScheduler(clock);
  const drawn: string[] = [];
  const plots = (): void => {
    drawn.push('plots');
    drawTogether('plots', [plots]);
  };
  drawTogether('plots', [plots]);
  drawTogether('lanes', [() => void drawn.push('lanes')]);
  for (let i = 0; i < 6; i++) frame(30);
  expect(drawn.slice(0, 3)).toEqual(['plots', 'lanes', 'plots']);
});

it('forgets what was taken back, and goes on after a drawing that failed', () => {
  const { clock, frame } = handClock();
  const { drawTogether, cancelDrawing } = createScheduler(clock);
  const drawn: string[] = [];
  const gone = (): void => void drawn.push('gone');
  drawTogether('plots', [gone]);
  cancelDrawing(gone);
  drawTogether('bad', [
    () => {
      throw new Error('no canvas');
    },
  ]);
  drawTogether('good', [() => void drawn.push('good')]);
  expect(() => frame()).toThrow('no canvas');
  frame(30);
  expect(drawn).toEqual(['good']);
});
