import { describe, expect, it } from 'vitest';
import { impossibility, nearestPossible } from '../../src/robot/body-inertia.ts';
import { eigenSymmetric3 } from '../../src/robot/eigen3.ts';
import type { Matrix3 } from '../../src/robot/model.ts';
import { product, transposed } from '../../src/robot/pose.ts';
import { Random, testSeed } from '../support/random.ts';

const symmetric = (random: Random): Matrix3 => {
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => random.normal());
  return [a, b, c, b, d, e, c, e, f];
};
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, i) => value - b[i]));
/** Second moments of mass, trace(I)/2 1 - I. */
const secondMoments = (inertia: Matrix3): number[] => {
  const half = (inertia[0] + inertia[4] + inertia[8]) / 2;
  return inertia.map((value, i) => (i % 4 === 0 ? half : 0) - value);
};

describe(`symmetric 3 x 3 matrices (TEST_SEED=${testSeed})`, () => {
  it('are their eigenvectors and eigenvalues multiplied out', () => {
    const random = new Random();
    for (let i = 0; i < 1000; i++) {
      const matrix = symmetric(random);
      const { values, vectors } = eigenSymmetric3(matrix);
      const [a, b, c] = values;
      expect(a <= b && b <= c).toBe(true);
      const back = product(product(vectors, [a, 0, 0, 0, b, 0, 0, 0, c]), transposed(vectors));
      expect(distance(back, matrix)).toBeLessThan(1e-14 * Math.hypot(...matrix) * 10);
      expect(distance(product(vectors, transposed(vectors)), [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-14);
    }
  });

  it('end in spite of entries of any size', () => {
    for (const size of [1e-320, 1e-160, 1e150, 1e307]) {
      expect(
        eigenSymmetric3([size, size, 0, size, size, 0, 0, 0, 1]).values.every((value) => typeof value === 'number'),
      ).toBe(true);
    }
  });
});

describe('what rounding leaves of a point of mass', () => {
  it.each([
    [[-5.4e-20, 0, 0, 0, -5.4e-20, 0, 0, 0, 0], 'undefined'],
    [[0, 0, 2.4e-35, 0, 0, 0, 2.4e-35, 0, 0], 'undefined'],
    [[0, 0, 0, 0, 0, 0, 0, 0, 1e-17], 'undefined'],
    [[-1e-15, 0, 0, 0, 1e-15, 0, 0, 0, 1e-15], 'object'],
    [[0, 0, 0, 0, 0, 0, 0, 0, 1e-15], 'object'],
  ] as const)('%j of 1 kg: %s', (inertia, verdict) => {
    expect(typeof impossibility({ mass: 1, inertia })).toBe(verdict);
  });

  it('is none of a body that is as light', () => {
    const inertia = [-5.4e-20, 0, 0, 0, 1e-19, 0, 0, 0, 1e-19] as const;
    expect(impossibility({ mass: 1e-12, inertia })?.problem).toMatch(/^inertia is not positive/);
  });
});

describe('the nearest possible inertia', () => {
  it('is possible', () => {
    const random = new Random();
    for (let i = 0; i < 1000; i++)
      expect(impossibility({ mass: 0, inertia: nearestPossible(symmetric(random)) })).toBe(undefined);
  });

  it('is the inertia itself where that is possible', () => {
    const inertia: Matrix3 = [0.03, 0.001, 0, 0.001, 0.04, 0.002, 0, 0.002, 0.05];
    expect(distance(nearestPossible(inertia), inertia)).toBeLessThan(1e-16);
  });

  it('has second moments nearer than any other possible inertia', () => {
    const random = new Random();
    for (let i = 0; i < 200; i++) {
      const inertia = symmetric(random);
      const target = secondMoments(inertia);
      const nearest = distance(secondMoments(nearestPossible(inertia)), target);
      for (let k = 0; k < 50; k++) {
        const step = symmetric(random).map((value) => value * 10 ** -random.integer(0, 4));
        const other = nearestPossible(
          nearestPossible(inertia).map((value, j) => value + step[j]) as unknown as Matrix3,
        );
        expect(distance(secondMoments(other), target)).toBeGreaterThan(nearest - 1e-5 * Math.hypot(...inertia));
      }
    }
  });
});
