/** @file Views as numbers, and a quality that falls and never rises. */
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { elevations, positionOf, turned, viewFrom } from '../../../src/viewer/world/camera-view.ts';
import { QualityLadder } from '../../../src/viewer/world/quality.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

describe(`views (seed ${testSeed})`, () => {
  it('are the numbers that a camera is placed by', () => {
    const random = new Random();
    for (let i = 0; i < testCases(200); i++) {
      const target = new Vector3(...random.list(3, -1, 1));
      const position = new Vector3(...random.list(3, -1, 1)).addScalar(2);
      const view = viewFrom(position, target);
      expect(positionOf(view).distanceTo(position)).toBeLessThan(1e-9);
      expect(view.distance).toBeCloseTo(position.distanceTo(target), 12);
    }
  });

  it('turn about their target, and neither over the top nor under the floor', () => {
    const view = { azimuth: 0.3, elevation: 0.2, distance: 2, target: [0, 0, 1] } as const;
    expect(turned(view, 0.1, 0.05)).toEqual({ ...view, azimuth: 0.4, elevation: 0.25 });
    expect(turned(view, 0, 9).elevation).toBe(elevations.highest);
    expect(turned(view, 0, -9).elevation).toBe(elevations.lowest);
  });
});

describe('QualityLadder', () => {
  const noted = (ladder: QualityLadder, durations: readonly number[]): boolean[] =>
    durations.map((duration) => ladder.note(duration));

  it('falls after some slow frames in a row, and stops at the last rung', () => {
    const ladder = new QualityLadder(false);
    const { pixelRatio } = ladder.quality;
    expect(noted(ladder, [90, 90, 90, 90, 16, 90, 90, 90, 90])).not.toContain(true);
    expect(ladder.note(90)).toBe(true);
    expect(ladder.quality.pixelRatio).toBeLessThan(pixelRatio);
    noted(ladder, Array(200).fill(90));
    const { quality } = ladder;
    expect(noted(ladder, Array(20).fill(90))).not.toContain(true);
    noted(ladder, Array(200).fill(5));
    expect(ladder.quality).toBe(quality);
  });

  it('starts lower where software draws, and forgives what a new robot costs', () => {
    expect(new QualityLadder(true).quality.pixelRatio).toBe(1);
    const ladder = new QualityLadder(false);
    noted(ladder, [90, 90, 90, 90]);
    ladder.forgive();
    expect(ladder.note(90)).toBe(false);
  });
});
