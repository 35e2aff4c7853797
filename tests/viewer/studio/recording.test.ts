/** @file Parameters of iterations: exact while they fit, then of every few, never more than the bound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recording } from '../../../src/viewer/studio/recording.ts';

const row = (k: number, size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => k + i / 8);

describe('a recording', () => {
  it('gives the parameters of every iteration, and of a missing one those of the nearest', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1 }), fc.nat(600), (given, k) => {
        const recording = new Recording();
        const iterations = given.sort((a, b) => a - b);
        for (const one of iterations) recording.push(one, row(one, 3));
        const found = recording.nearest(k)!;
        const distance = Math.min(...iterations.map((one) => Math.abs(one - k)));
        expect(Math.abs(found.k - k)).toBe(distance);
        expect(found.parameters).toEqual(row(found.k, 3));
        expect([recording.first, recording.last]).toEqual([iterations[0], iterations.at(-1)]);
      }),
    );
  });

  it('stays within 4 MiB over the longest runs, with first and last', () => {
    const recording = new Recording();
    const size = 1000;
    for (let k = 0; k < 5000; k++) recording.push(k, row(k, size));
    expect(recording.state.rows.length).toBeLessThanOrEqual(2 ** 19);
    expect([recording.first, recording.last]).toEqual([0, 4999]);
    for (const k of [0, 2500, 4999]) {
      const found = recording.nearest(k)!;
      expect(Math.abs(found.k - k)).toBeLessThan(40);
      expect(found.parameters).toEqual(row(found.k, size));
    }
  });

  it('is the same after it was written and read', () => {
    const recording = new Recording();
    for (const k of [0, 3, 4]) recording.push(k, row(k, 2));
    expect(Recording.from(recording.state).state).toEqual(recording.state);
    expect(Recording.from(new Recording().state).nearest(0)).toBeNull();
  });

  it('keeps a copy, and gives one', () => {
    const recording = new Recording();
    const given = row(0, 2);
    recording.push(0, given);
    given.fill(9);
    recording.nearest(0)!.parameters.fill(7);
    expect(recording.nearest(0)!.parameters).toEqual(row(0, 2));
  });
});
