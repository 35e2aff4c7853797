/** @file The record that the curves are drawn from stays bounded, whole and in order. */
import { describe, expect, it } from 'vitest';
import { History } from '../../../src/viewer/studio/history.ts';

const iteration = (number: number) => ({
  iteration: number,
  loss: 1 / (1 + number),
  endEffectorError: 0,
  gradientNorm: number,
  clippedGradientNorm: number,
  stepSize: 1,
  terms: {},
  spread: null,
});

describe('History', () => {
  it('keeps every iteration of a short run', () => {
    const history = new History();
    for (let i = 0; i < 100; i++) history.push(iteration(i));
    expect(Array.from(history.iterations())).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(history.values('loss')[9]).toBe(0.1);
  });

  it('keeps the whole length of a run of a million iterations in bounded memory, evenly spaced', () => {
    const history = new History();
    for (let i = 0; i < 1_000_000; i++) history.push(iteration(i));
    const kept = history.iterations();
    expect(history.length).toBeLessThanOrEqual(16_384);
    expect(kept[0]).toBe(0);
    expect(kept[kept.length - 1]).toBeGreaterThan(990_000);
    expect(new Set(Array.from(kept.subarray(1), (value, i) => value - kept[i])).size).toBe(1);
  });

  it('never gives a value that a logarithmic axis cannot show', () => {
    const history = new History();
    history.push(iteration(0));
    expect(history.values('endEffectorError')[0]).toBeGreaterThan(0);
    history.clear();
    expect(history.length).toBe(0);
  });
});
