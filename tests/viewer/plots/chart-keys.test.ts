/** @file Keys along the curves of a chart. */
import { describe, expect, it } from 'vitest';
import type { ChartCurve } from '../../../src/figures/chart/chart-data.ts';
import { pointAfterKey } from '../../../src/viewer/plots/chart-keys.ts';

const curveOf = (id: string, points: number): ChartCurve => ({
  id,
  label: id,
  colour: '',
  x: new Float64Array(points),
  y: new Float64Array(points),
});
const curves = [curveOf('long', 30), curveOf('empty', 0), curveOf('short', 3)];

describe('keys of a chart', () => {
  it('begin at its first point, and go no further than its ends', () => {
    const first = pointAfterKey('ArrowRight', false, curves, null)!;
    expect(first).toEqual({ curve: curves[0], index: 0 });
    expect(pointAfterKey('ArrowLeft', true, curves, first)!.index).toBe(0);
    expect(pointAfterKey('ArrowRight', true, curves, first)!.index).toBe(10);
    expect(pointAfterKey('End', false, curves, first)!.index).toBe(29);
  });

  it('go to the next curve that has points, at the nearest of them', () => {
    expect(pointAfterKey('ArrowDown', false, curves, { curve: curves[0], index: 20 })).toEqual({
      curve: curves[2],
      index: 2,
    });
  });

  it('leave all others alone', () => {
    expect(pointAfterKey('Enter', false, curves, null)).toBeNull();
    expect(pointAfterKey('ArrowRight', false, [curves[1]], null)).toBeNull();
  });
});
