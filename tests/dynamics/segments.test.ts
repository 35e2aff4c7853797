import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { slice } from '../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { distanceBetweenSegments } from '../../src/dynamics/segments.ts';
import { expectClose } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { Random, testCases } from '../support/random.ts';
import { distanceBetweenPlainSegments, pointAt } from '../support/segments.ts';

type Plain = readonly [readonly number[], readonly number[]];

/** The distance of the segments between points x [12], one after the other. */
const distanceOf = (x: PopulationTensor): PopulationTensor => {
  const [a, b, c, d] = [0, 3, 6, 9].map((begin) => slice(x, [begin], [begin + 3]));
  return distanceBetweenSegments([a, b], [c, d]);
};
const distanceOfPlain = (...segments: readonly Plain[]): number => distanceOf(tensor(segments.flat().flat())).item();

describe('the distance of two segments', () => {
  const random = new Random();
  const drawn = (): Plain => [random.list(3, -1, 1), random.list(3, -1, 1)];

  it('is the least that a search finds, of segments that are near by their ends, by one end, and by their middles', () => {
    const kinds = { between: 0, ends: 0 };
    for (let i = 0; i < testCases(50); i++) {
      const [one, other] = [drawn(), drawn()];
      const expected = distanceBetweenPlainSegments(one, other);
      expectClose(distanceOfPlain(one, other), expected, 1e-12);
      const ofEnds = Math.min(
        ...one.map((end) => distanceBetweenPlainSegments([end, end], other)),
        ...other.map((end) => distanceBetweenPlainSegments([end, end], one)),
      );
      kinds[ofEnds > expected + 1e-9 ? 'between' : 'ends']++;
    }
    expect(Math.min(kinds.between, kinds.ends)).toBeGreaterThan(5);
  });

  it('is that of parallel ones, whether they lie beside or behind one another, and of such that are parallel but for rounding', () => {
    for (let i = 0; i < testCases(4); i++) {
      const [[a, b], offset] = [drawn(), random.list(3, -1, 1)];
      const shifted = (t: number, tilt: number) => pointAt(a, b, t).map((x, k) => x + (1 + tilt * t) * offset[k]);
      for (const tilt of [0, 1e-12, 1e-9, 1e-7, 1e-5])
        for (const [from, to] of [
          [0.2, 0.7],
          [0.7, 2],
          [3, 4],
          [-2, 2],
        ]) {
          const other: Plain = [shifted(from, tilt), shifted(to, tilt)];
          expectClose(distanceOfPlain([a, b], other), distanceBetweenPlainSegments([a, b], other), 1e-11);
        }
    }
  });

  it('is that of the middles of such that pass over one another at the least angle', () => {
    for (const angle of [1e-1, 1e-3, 1e-5, 3e-6]) {
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      const other: Plain = [
        [-x, -y, 0.1],
        [x, y, 0.1],
      ];
      const one: Plain = [
        [-1, 0, 0],
        [1, 0, 0],
      ];
      expectClose(distanceOfPlain(one, other), 0.1, 1e-11);
    }
  });

  it('is that of points, and 0 where they cross', () => {
    const [a, b] = drawn();
    const middle = pointAt(a, b, 0.4);
    const away = middle.map((x) => x + 1);
    expectClose(distanceOfPlain([middle, middle], [away, away]), Math.sqrt(3), 1e-14);
    expectClose(distanceOfPlain([middle, middle], [a, b]), 0, 1e-15);
    expectClose(distanceOfPlain([middle.map((x) => x - 1), away], [a, b]), 0, 1e-15);
  });

  it('has the derivatives of the complex step by all ends, and those are a unit vector for each segment', () => {
    for (let i = 0; i < testCases(20); i++) {
      const x = tensor([...drawn(), ...drawn()].flat());
      const [exact] = complexStepJacobian(distanceOf, x);
      const gradient = vjp(distanceOf, x).pullback(tensor(1)).toArray() as number[];
      expectClose(gradient, exact, 1e-11);
      const moved = [0, 1, 2].map((axis) => gradient[axis] + gradient[axis + 3]);
      expectClose(Math.hypot(...moved), 1, 1e-12);
    }
  });
});
