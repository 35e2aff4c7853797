/** @file Sharpness in figures that can be compared: ends by value, and units that cancel. */
import { expect, it } from 'vitest';
import { sharpness } from '../../../src/learning/spectrum/sharpness.ts';

const diagonal =
  (entries: readonly number[]) =>
  (v: Float64Array): Float64Array =>
    v.map((x, i) => entries[i] * x);

/** L = sum h x^2 / 2 + offset at x. */
const quadraticAt = (h: readonly number[], x: readonly number[], offset = 0) => ({
  parameters: Float64Array.from(x),
  loss: h.reduce((sum, entry, i) => sum + (entry * x[i] * x[i]) / 2, offset),
  gradient: Float64Array.from(h, (entry, i) => entry * x[i]),
});

it('is the greatest eigenvalue, and the step behind which the loss is twice as large is exact on a quadratic', async () => {
  const [h, x] = [[8, 1, -30], [0.5, 1, 0.1]]; // prettier-ignore
  const at = quadraticAt(h, x, 2);
  const { largest, smallest, doublingStep, relative } = await sharpness(diagonal(h), at);
  expect([largest.value, smallest.value]).toEqual([expect.closeTo(8, 11), expect.closeTo(-30, 11)]);
  expect(relative).toBeCloseTo((8 * 1.26) / at.loss, 10);
  expect(quadraticAt(h, [0.5 + doublingStep, 1, 0.1], 2).loss).toBeCloseTo(2 * at.loss, 11);
});

it('relative, is the same for parameters and losses in other units', async () => {
  const h = [8, 1, 0.3];
  const one = (await sharpness(diagonal(h), quadraticAt(h, [1, 2, 3]))).relative;
  for (const [u, v] of [
    [1e3, 1],
    [1e-6, 1e9],
    [1, 1e-20],
  ]) {
    // prettier-ignore
    const other = h.map((entry) => (v * entry) / u / u);
    const found = await sharpness(diagonal(other), quadraticAt(other, [u, 2 * u, 3 * u]));
    expect(found.relative / one).toBeCloseTo(1, 10);
  }
});

it('without a loss, or without a rise, is said to be so', async () => {
  const still = { parameters: Float64Array.of(1, 1), loss: 0, gradient: new Float64Array(2) };
  const { relative, doublingStep } = await sharpness(diagonal([1, 2]), still);
  expect([relative, doublingStep]).toEqual([NaN, NaN]);
  expect((await sharpness(diagonal([-1, -2]), { ...still, loss: 1 })).doublingStep).toBe(Infinity);
  await expect(sharpness(diagonal([1, 2]), { ...still, gradient: new Float64Array(3) })).rejects.toThrow('gradient');
});
