/** @file The dot of the run on a surface: where its parameters are on the plane, and only of what the Lab studies. */
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { StudyFacts } from '../../../../src/viewer/sections/lab/calls.ts';
import { ownExperiment } from '../../../../src/viewer/sections/lab/experiments.ts';
import { runningOn, wordsOf } from '../../../../src/viewer/sections/lab/running.ts';
import { Recording } from '../../../../src/viewer/studio/recording.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';

/** x = (1, 0, 0) + a (2, 0, 0) + b (2, 1, 0): neither orthogonal nor of length 1. */
const facts = {
  plane: {
    origin: Float64Array.of(1, 0, 0),
    directions: [Float64Array.of(2, 0, 0), Float64Array.of(2, 1, 0)],
    axes: [],
  },
  box: [-2, 2, -1, 1],
} as unknown as StudyFacts;

function opened() {
  const store = createStore();
  const lab = { experiment: signal(ownExperiment), facts: signal<StudyFacts | null>(facts) };
  const recording = new Recording();
  store.run.recording.value = recording;
  const come = (k: number, ...parameters: number[]): void => {
    recording.push(k, Float64Array.from(parameters));
    store.run.revision.value++;
  };
  return { store, lab, come };
}

describe('the dot of the run', () => {
  it('is there from the first iteration on, where least squares put its parameters, and follows them', () => {
    const { store, lab, come } = opened();
    come(0, 1, 0, 0);
    expect(runningOn(store, lab)).toBeNull();
    // 1 + 2 a + 2 b = 5 and b = 0.5: a = 1.5; beside the plane by 3 of 5.02
    come(1, 5, 0.5, 3);
    const first = runningOn(store, lab)!;
    expect([first.k, first.x, first.y, first.isInside]).toEqual([1, 1.5, 0.5, true]);
    expect(first.aside).toBeCloseTo(3 / Math.hypot(4, 0.5, 3), 12);
    expect(wordsOf(first, true)).toBe(
      'The run is at iteration 1: a dot on the surface, beside this plane by 60 % of its way.',
    );
    come(2, 9, 0, 0);
    const second = runningOn(store, lab)!;
    expect([second.k, second.x, second.y, second.isInside]).toEqual([2, 4, 0, false]);
    expect(wordsOf(second, false)).toBe('The run stands at iteration 2: outside of the box.');
  });

  it('is nowhere where the Lab studies something else, or has no study yet', () => {
    const { store, lab, come } = opened();
    come(0, 1, 0, 0);
    come(1, 5, 0.5, 3);
    lab.experiment.value = 'toy';
    expect(runningOn(store, lab)).toBeNull();
    lab.experiment.value = ownExperiment;
    lab.facts.value = { ...facts, plane: { ...facts.plane, origin: new Float64Array(2) } };
    expect(runningOn(store, lab)).toBeNull();
    lab.facts.value = null;
    expect(runningOn(store, lab)).toBeNull();
  });
});
