/** @file Time in plots: the backward sweep of a heatmap, keys of a lane. */
import { describe, expect, it } from 'vitest';
import { playheadAt } from '../../../src/viewer/plots/heat-sweep.ts';
import { onStep, valueAfterKey } from '../../../src/viewer/plots/lane.tsx';

describe('the sweep of a heatmap', () => {
  it('fills in from the end to the start within a quarter of a second', () => {
    expect([0, 125, 250, 1000].map(playheadAt)).toEqual([1, 0.5, 0, 0]);
  });
});

describe('keys of a lane', () => {
  const lane = { value: 1, end: 2, step: 0.005 };

  it('move by steps, ten at once, pages and to the ends, within the lane', () => {
    expect(valueAfterKey('ArrowRight', false, lane)).toBe(1.005);
    expect(valueAfterKey('ArrowLeft', true, lane)).toBe(0.95);
    expect(valueAfterKey('PageUp', false, lane)).toBe(1.2);
    expect(valueAfterKey('End', false, lane)).toBe(2);
    expect(valueAfterKey('ArrowDown', false, { ...lane, value: 0 })).toBe(0);
    expect(valueAfterKey(' ', false, lane)).toBeNull();
  });

  it('choose multiples of the step', () => {
    expect([onStep(41.4, { end: 84, step: 1 }), onStep(99, { end: 84, step: 1 })]).toEqual([41, 84]);
  });
});
