/** @file Zooming a plane by hand: what lies under the hand stays there, and the box is one that can be written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutPlane, placeAt, type Plane } from '../../../src/figures/plane.ts';
import { previewOf, zoomedBox } from '../../../src/viewer/plots/plane-zoom.ts';
import { testCases, testSeed } from '../../support/random.ts';

const axis = { name: 'x', unit: '' };
const planeOf = (box: readonly number[], scale: 'linear' | 'log' = 'linear'): Plane =>
  layOutPlane([{ ...axis, scale }, [box[0], box[1]]], [axis, [box[2], box[3]]], { width: 400, height: 300 }, () => 20, {
    right: 60,
    bottom: 20,
  });

const ends = fc
  .tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e4, noNaN: true }))
  .map(([low, span]) => [low, low + span] as const);

describe('a zoomed plane', () => {
  it('has under the hand what was there, at the factor of the hands', () => {
    const part = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    const places = fc.tuple(part, part, part, part);
    const factors = fc.double({ min: 0.1, max: 10, noNaN: true });
    const property = fc.property(ends, ends, places, factors, (x, y, [fromX, fromY, toX, toY], factor) => {
      const plane = planeOf([...x, ...y]);
      const pixel = (across: number, down: number) => ({
        x: plane.box.left + across * plane.box.width,
        y: plane.box.top + down * plane.box.height,
      });
      const [from, to] = [pixel(fromX, fromY), pixel(toX, toY)];
      const box = zoomedBox(plane, { from, to, factor })!;
      const before = placeAt(plane, from.x, from.y)!;
      const after = placeAt(planeOf(box), to.x, to.y)!;
      const [spanX, spanY] = [box[1] - box[0], box[3] - box[2]];
      expect(Math.abs(after.x - before.x)).toBeLessThan(2e-3 * spanX);
      expect(Math.abs(after.y - before.y)).toBeLessThan(2e-3 * spanY);
      expect(Math.abs((spanX * factor) / (x[1] - x[0]) - 1)).toBeLessThan(2e-3);
      expect(Math.abs((spanY * factor) / (y[1] - y[0]) - 1)).toBeLessThan(2e-3);
    });
    fc.assert(property, { seed: testSeed, numRuns: testCases(300) });
  });

  it('has short numbers, and goes no further than a hand means', () => {
    const plane = planeOf([1, 7, -1, 6]);
    const at = { x: plane.box.left + plane.box.width / 2, y: plane.box.top + plane.box.height / 2 };
    expect(zoomedBox(plane, { from: at, to: at, factor: 2 })).toEqual([2.5, 5.5, 0.75, 4.25]);
    const [x0, x1] = zoomedBox(plane, { from: at, to: at, factor: 1e9 })!;
    expect((x1 - x0) * 40).toBeCloseTo(6, 2);
    expect(zoomedBox(planeOf([1, 7, -1, 6], 'log'), { from: at, to: at, factor: 2 })).toBeNull();
  });

  it('is seen before it is drawn, with the place under the hand where the hand is', () => {
    expect(previewOf({ from: { x: 10, y: 20 }, to: { x: 15, y: 20 }, factor: 2 })).toBe(
      'translate(-5px, -20px) scale(2)',
    );
  });
});
