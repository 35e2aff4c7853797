/** @file The record that the curves are drawn from stays bounded, whole and in order, whatever the numbers are called. */
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/run/job.ts';
import { History, measureColumn, percentile, readingOf } from '../../../src/viewer/studio/history.ts';

const found = (number: number) => ({
  member: 0,
  iteration: number,
  loss: 1 / (1 + number),
  gradientNorm: number,
  clippedGradientNorm: number,
  stepSize: 1,
  terms: { work: 2 * number },
  measures: { distance: 0, 'low:high': 5 },
});

const iteration = (number: number): Progress => ({
  iteration: number,
  best: found(0),
  now: found(number),
  spread: null,
  diverged: 0,
  stopped: 0,
  gradients: number,
});

const quantiles = { lowest: 1, low: 2, median: 3, high: 4, highest: 5 };

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
    expect(Array.from(history.values('gradientNorm').subarray(1))).toEqual(Array.from(kept.subarray(1)));
  });

  it('has what was found where an axis shows the smallest of it', () => {
    const history = new History();
    history.push(iteration(0));
    expect(history.found('gradientNorm', 0)).toBe(0);
    expect(history.found('loss', 0)).toBe(1);
    expect(history.found('nothing of that name', 0)).toBe(0);
  });

  it('never gives a value that a logarithmic axis cannot show', () => {
    const history = new History();
    history.push(iteration(0));
    expect(history.values(measureColumn('distance'))[0]).toBeGreaterThan(0);
    expect(history.values('nothing of that name')[0]).toBeGreaterThan(0);
    history.clear();
    expect(history.length).toBe(0);
  });

  it('has a column for every measure and term by its name, and none of those of the run before', () => {
    const history = new History();
    history.push(iteration(3));
    expect(history.values(measureColumn('low:high'))[0]).toBe(5);
    expect(history.values('term work')[0]).toBe(6);
    history.clear();
    const other = { ...found(1), measures: { angle: 7 }, terms: {} };
    history.push({ ...iteration(1), now: other });
    expect(history.values(measureColumn('angle'))[0]).toBe(7);
    expect(history.values('term work')[0]).toBeLessThan(1e-11);
  });

  it('has the best of many runs, and the percentiles of all; a run alone is its own spread', () => {
    const history = new History();
    const many = { ...iteration(4), best: found(2), spread: { loss: quantiles, measures: { distance: quantiles } } };
    for (const progress of [many, iteration(5)]) history.push(progress);
    const column = measureColumn('distance');
    expect(Array.from(history.values('loss'))).toEqual([1 / 3, 1 / 6]);
    expect(Array.from(history.values(percentile('loss', 'high')))).toEqual([4, 1 / 6]);
    expect(history.values(percentile(column, 'low'))[0]).toBe(2);
    expect(history.values(percentile(column, 'low'))[1]).toBe(history.values(column)[1]);
    expect(readingOf(many)).toMatchObject({ iteration: 4, loss: 1 / 3 });
  });

  it('leaves out an iteration that no run made, and numbers the others as it is told', () => {
    const history = new History();
    history.push({ ...iteration(0), now: null });
    history.push(iteration(1), 41);
    expect(Array.from(history.iterations())).toEqual([41]);
  });
});
