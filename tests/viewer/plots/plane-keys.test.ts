/** @file Keys that move a place over a plane. */
import { expect, it } from 'vitest';
import { placeAfterKey } from '../../../src/viewer/plots/plane-keys.ts';

const axes = {
  x: { name: 'x', unit: '', scale: 'log', values: Float64Array.from({ length: 21 }, (_, k) => 10 ** (k - 10)) },
  y: { name: 'y', unit: '', values: Float64Array.from([0, 1, 2]) },
} as const;

it('arrows move along the grid, ten points at once with Shift, from the middle where there was none, and not beyond', () => {
  expect(placeAfterKey('ArrowRight', false, axes, null)).toEqual({ x: 10, y: 1 });
  expect(placeAfterKey('ArrowRight', true, axes, { x: 1, y: 0 })).toEqual({ x: 1e10, y: 0 });
  expect(placeAfterKey('ArrowUp', false, axes, { x: 90, y: 1.9 })).toEqual({ x: 100, y: 2 });
  expect(placeAfterKey('ArrowLeft', true, axes, { x: 1e-9, y: 0 })).toEqual({ x: 1e-10, y: 0 });
  expect(placeAfterKey('Enter', false, axes, null)).toBeNull();
});
