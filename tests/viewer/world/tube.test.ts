/** @file Tests of the tube of a plan: its rings lie around the path, whatever the path does, and nothing that stands still has one. */
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { themes } from '../../../src/viewer/world/theme.ts';
import { across, spaced, Tube } from '../../../src/viewer/world/tube.ts';

const line = (points: readonly (readonly number[])[]): number[] => points.flat();

/** A helix, a straight line up, one that turns back, one with a point three times. */
const paths = {
  helix: line(Array.from({ length: 60 }, (_, i) => [Math.cos(i / 5), Math.sin(i / 5), i / 50])),
  up: line([
    [0, 0, 0],
    [0, 0, 0.5],
    [0, 0, 1],
  ]),
  back: line([
    [0, 0, 0],
    [1, 0, 0],
    [0, 0, 0],
  ]),
  still: line([
    [0, 0, 0],
    [0, 0, 0],
    [0.5, 0, 0],
    [0.5, 0, 0],
  ]),
};

describe('the tube of a plan', () => {
  it.each(Object.entries(paths))('has rings around its path, across it: %s', (_, points) => {
    const kept = spaced(points, 0.002);
    const frames = across(kept);
    frames.forEach(({ side }, i) => {
      expect(side.length()).toBeCloseTo(1, 9);
      expect(Number.isFinite(side.x)).toBe(true);
      const { along } = frames[i];
      if (along.length() > 0.5) expect(Math.abs(side.dot(along))).toBeLessThan(1e-6);
    });
    const tube = new Tube(themes.light);
    tube.show(points);
    expect(tube.object.visible).toBe(true);
    const { geometry } = tube.object;
    const places = geometry.getAttribute('position');
    for (let ring = 0; ring < kept.length; ring++)
      for (let corner = 0; corner < 8; corner++) {
        const place = new Vector3().fromBufferAttribute(places, 8 * ring + corner);
        const distance = place.distanceTo(kept[ring]);
        expect(distance).toBeGreaterThan(0.002);
        expect(distance).toBeLessThan(0.0071);
      }
    expect(geometry.drawRange.count).toBe(6 * 8 * (kept.length - 1));
    tube.dispose();
  });

  it('is hidden where nothing moves, and keeps its buffers', () => {
    const tube = new Tube(themes.dark);
    const buffer = tube.object.geometry.getAttribute('position').array;
    tube.show([1, 1, 1, 1, 1, 1]);
    expect(tube.object.visible).toBe(false);
    tube.show(paths.helix);
    tube.show([]);
    expect(tube.object.visible).toBe(false);
    tube.show(line(Array.from({ length: 900 }, (_, i) => [i, 0, 0])));
    expect(tube.object.geometry.getAttribute('position').array).toBe(buffer);
  });
});
