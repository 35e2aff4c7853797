/** @file A signal that follows another one a few times a second. */
import { effect, signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttled } from '../../../src/viewer/studio/throttled.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('gives the first value at once, of many the last, and nothing while nothing happens', () => {
  const fast = signal(0);
  const seen: number[] = [];
  const slow = throttled(fast, 200);
  effect(() => void seen.push(slow.value));
  for (const value of [1, 2, 3]) fast.value = value;
  expect(seen).toEqual([0, 1]);
  vi.advanceTimersByTime(200);
  expect(seen).toEqual([0, 1, 3]);
  fast.value = 4;
  expect(seen).toEqual([0, 1, 3]);
  vi.advanceTimersByTime(200);
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
  fast.value = 5;
  expect(seen).toEqual([0, 1, 3, 4, 5]);
});
