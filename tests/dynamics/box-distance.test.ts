import { describe, expect, it } from 'vitest';
import { jvp, vjp } from '../../src/core/derivative/functions.ts';
import { slice } from '../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { distanceToBox } from '../../src/dynamics/box-distance.ts';
import { expectClose } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { Random, testCases } from '../support/random.ts';
import { distanceToPlainBox, leastAlong, pointAt } from '../support/segments.ts';

/** Ends of a segment and half edges, x [9]. */
const distanceOf = (x: PopulationTensor): PopulationTensor => {
  const [a, b, h] = [0, 3, 6].map((begin) => slice(x, [begin], [begin + 3]));
  return distanceToBox(a, b, h);
};
const gradientAt = (x: PopulationTensor): number[] => vjp(distanceOf, x).pullback(tensor(1)).toArray() as number[];

const expected = (a: readonly number[], b: readonly number[], h: readonly number[]): number =>
  leastAlong((t) => distanceToPlainBox(pointAt(a, b, t), h));

describe('the distance of a segment from a box', () => {
  const random = new Random();
  /** Segments outside, through, and inside. */
  const drawn = Array.from({ length: testCases(300) }, (_, i) => {
    const size = [0.4, 1, 2][i % 3];
    return { a: random.list(3, -size, size), b: random.list(3, -size, size), h: random.list(3, 0.1, 0.8) };
  });

  it('is the least that a search finds of its points, where it is clear of the box and where it is within', () => {
    const signs = { above: 0, below: 0 };
    for (const { a, b, h } of drawn) {
      const least = expected(a, b, h);
      expectClose(distanceOf(tensor([...a, ...b, ...h])), least, 1e-12);
      signs[least > 0 ? 'above' : 'below']++;
    }
    expect(Math.min(signs.above, signs.below)).toBeGreaterThan(50);
  });

  it('is that of segments along its axes, of points and of such that touch it', () => {
    const h = [0.3, 0.2, 0.1];
    const ends = [-1, -0.3, -0.1, 0, 0.3, 2];
    for (const x of ends)
      for (const y of [-0.4, -0.2, 0, 0.05])
        for (const z of [0, 0.1, 0.7])
          for (const b of [
            [x, y, z],
            [1, y, z],
            [x, 1, z],
            [x, y, -1],
          ])
            expectClose(distanceOf(tensor([x, y, z, ...b, ...h])), expected([x, y, z], b, h), 1e-13);
  });

  it('has the derivatives of the complex step by ends and edges', () => {
    for (const { a, b, h } of drawn.slice(0, testCases(60))) {
      const x = tensor([...a, ...b, ...h]);
      expectClose(gradientAt(x), complexStepJacobian(distanceOf, x)[0], 1e-10);
    }
  });

  it('has a unit vector as derivative by its place where it is clear of the box', () => {
    for (const { a, b, h } of drawn.filter((one) => expected(one.a, one.b, one.h) > 0.01).slice(0, 40)) {
      const gradient = gradientAt(tensor([...a, ...b, ...h]));
      expectClose(Math.hypot(...[0, 1, 2].map((i) => gradient[i] + gradient[i + 3])), 1, 1e-12);
    }
  });

  it('has second derivatives, of the nearest point that slides along the segment', () => {
    // along an edge the distance is that of two lines: its gradient turns as the segment does
    const slope = (x: PopulationTensor): PopulationTensor => vjp(distanceOf, x).pullback(tensor(1));
    const x = tensor([0.5, -1, 0.6, 0.7, 1, 0.4, 0.2, 3, 0.2]);
    const unit = (i: number) => tensor(Array.from({ length: 9 }, (_, k) => (k === i ? 1 : 0)));
    const step = 1e-5;
    const moved = (i: number, by: number) =>
      gradientAt(tensor((x.toArray() as number[]).map((value, k) => value + (k === i ? by : 0))));
    for (let i = 0; i < 9; i++) {
      const [up, down] = [moved(i, step), moved(i, -step)];
      const column = up.map((value, k) => (value - down[k]) / (2 * step));
      expectClose(jvp(slope, x, unit(i)).tangent, column, 1e-6);
    }
  });
});
