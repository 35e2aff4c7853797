/** @file Floating things lie beside what they belong to, and never beyond the edges of the screen. */
import { describe, expect, it } from 'vitest';
import { placeNear } from '../../../src/viewer/studio/place-near.ts';
import { Random } from '../../support/random.ts';

const viewport = { width: 390, height: 844 };
const size = { width: 200, height: 60 };

describe('placeNear', () => {
  it('lies below, flush or in the middle', () => {
    const anchor = { left: 150, top: 100, width: 40, height: 30 };
    expect(placeNear(anchor, { width: 100, height: 60 }, viewport)).toEqual({ left: 150, top: 136 });
    expect(placeNear(anchor, { width: 100, height: 60 }, viewport, { align: 'middle' })).toEqual({
      left: 120,
      top: 136,
    });
    expect(placeNear(anchor, { width: 100, height: 60 }, viewport, { align: 'end' })).toEqual({ left: 90, top: 136 });
  });

  it('lies above where there is no room below', () => {
    const { top } = placeNear({ left: 20, top: 800, width: 40, height: 40 }, size, viewport);
    expect(top).toBe(800 - 6 - 60);
  });

  it('is never cut, wherever it belongs to', () => {
    const random = new Random();
    for (let i = 0; i < 200; i++) {
      const anchor = { left: random.uniform(-50, 900), top: random.uniform(-50, 900), width: 44, height: 44 };
      const { left, top } = placeNear(anchor, size, viewport, { align: 'middle' });
      expect(left).toBeGreaterThanOrEqual(8);
      expect(top).toBeGreaterThanOrEqual(8);
      expect(left + size.width).toBeLessThanOrEqual(viewport.width - 8);
      expect(top + size.height).toBeLessThanOrEqual(viewport.height - 8);
    }
  });

  it('shows the beginning of what is larger than the screen', () => {
    expect(placeNear({ left: 300, top: 0, width: 44, height: 44 }, { width: 500, height: 900 }, viewport)).toEqual({
      left: 8,
      top: 8,
    });
  });
});
