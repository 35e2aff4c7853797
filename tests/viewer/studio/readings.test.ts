/** @file What is kept of an iteration: every number of it, by names that cannot be confused. */
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/run/job.ts';
import { columnsOf, percentile, readingOf, seriesOf, termColumn } from '../../../src/viewer/studio/readings.ts';
import { measureColumn } from '../../../src/viewer/sections/arm/column-names.ts';
import { bundledScene } from '../sections/arm/converse.ts';

const found = (iteration: number) => ({
  member: 0,
  iteration,
  loss: 1 / (1 + iteration),
  gradientNorm: iteration,
  clippedGradientNorm: 2,
  stepSize: 1,
  terms: { low: 2 * iteration },
  measures: { 'low:high': 5 },
});

const quantiles = { lowest: 1, low: 2, median: 3, high: 4, highest: 5 };
const spread = { loss: quantiles, measures: { 'low:high': quantiles } };
const progress = (parts: Partial<Progress>): Progress => ({
  iteration: 7,
  best: found(3),
  now: found(7),
  spread: null,
  diverged: 0,
  stopped: 0,
  gradients: 7,
  ...parts,
});

describe('a reading', () => {
  it('is the present iteration of a run alone, and the best one of many', () => {
    expect(readingOf(progress({}))!.iteration).toBe(7);
    expect(readingOf(progress({ spread }))!.iteration).toBe(3);
    expect(readingOf(progress({ now: null }))).toBeNull();
  });

  it('has a column for every number, and for many runs those of their percentiles', () => {
    expect(columnsOf(found(7), null)).toEqual({
      loss: 0.125,
      gradientNorm: 7,
      clippedGradientNorm: 2,
      stepSize: 1,
      [measureColumn('low:high')]: 5,
      [termColumn('low')]: 14,
    });
    const many = columnsOf(found(3), spread);
    expect(many[percentile('loss', 'median')]).toBe(3);
    expect(many[percentile(measureColumn('low:high'), 'high')]).toBe(4);
    expect(many[measureColumn('low:high')]).toBe(5);
  });
});

describe('the series of an experiment', () => {
  const scene = bundledScene('panda-reach');
  const measure = { name: 'distance', unit: 'm' };

  it('take every reading of it', () => {
    for (const restarts of [1, 4]) {
      const series = seriesOf({ scene, restarts, measures: [measure], measure, training: null });
      const reading = {
        ...found(3),
        measures: { distance: 1 },
        terms: Object.fromEntries(scene.costs.map(({ name }) => [name, 1])),
      };
      const columns = columnsOf(reading, restarts > 1 ? { loss: quantiles, measures: { distance: quantiles } } : null);
      series.push(0, columns);
      expect(series.columns.map(({ id }) => id).sort()).toEqual(Object.keys(columns).sort());
      for (const [id, value] of Object.entries(columns)) expect(series.at(id, 0)!.value).toBe(value);
    }
  });
});
