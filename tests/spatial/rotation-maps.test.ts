import { describe, expect, it } from 'vitest';
import { grad, hvp } from '../../src/core/derivative/functions.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { matmul } from '../../src/core/ops/linear-algebra.ts';
import { transpose } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { rotationAbout } from '../../src/robot/joints/revolute.ts';
import { exponentialMap, logarithmMap, rotationError } from '../../src/spatial/rotation-maps.ts';
import { rotationOfQuaternion } from '../../src/spatial/quaternion.ts';
import { doubleDoubleGradient } from '../support/double-double.ts';
import { Random } from '../support/random.ts';

const random = new Random();
const norm = (x: readonly number[]): number => Math.hypot(...x);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value - b[i]);

function randomAxis(): number[] {
  const axis = [random.normal(), random.normal(), random.normal()];
  return axis.map((value) => value / norm(axis));
}

/** Angles from 1e-12 to just below pi, dense around the switches between formulas. */
const angles = [
  0,
  ...Array.from({ length: 120 }, (_, i) => 10 ** (-12 + i / 10)),
  ...[0.1, 0.1001674, 0.5, 2.34, 2.3461938, 2.35].flatMap((a) => [a * (1 - 1e-12), a, a * (1 + 1e-12)]),
  ...[1e-1, 1e-3, 1e-6, 1e-9, 1e-12].map((e) => Math.PI - e),
].filter((angle) => angle < Math.PI);

const weights = tensor([
  [1, -2, 0.5],
  [0.3, 0.7, -1.1],
  [2, -0.4, 0.9],
]);

describe('exponential and logarithm of rotations', () => {
  it('the exponential is the rotation about the axis, and the logarithm its inverse, for angles from 1e-12 to pi - 1e-12', () => {
    for (const angle of angles) {
      const axis = randomAxis();
      const w = axis.map((a) => a * angle);
      const R = exponentialMap(w);
      expect(norm(minus(R.toArray(), rotationAbout(tensor(axis), tensor(angle)).toArray()))).toBeLessThan(1e-15 * 4);
      const found = logarithmMap(R).toArray();
      const relative = norm(minus(found, w)) / Math.max(angle, 1e-300);
      expect(angle === 0 ? norm(found) : relative, `angle ${angle}`).toBeLessThan(angle > 3 ? 1e-7 : 1e-12);
    }
  });

  it('the first and the second derivative of the exponential are right at every angle, 0 included', () => {
    // differences in 106 bits must not straddle the two formulas, whose float64 coefficients differ by 1e-17
    const clear = angles.filter((angle) => Math.abs(angle - 0.5) > 1e-6);
    for (const angle of [...clear.filter((_, i) => i % 4 === 0), 0.49999, 0.50001]) {
      const w = tensor(randomAxis().map((a) => a * angle));
      const f = (x: PopulationTensor): PopulationTensor => sum(mul(weights, exponentialMap(x)));
      const [exact] = doubleDoubleGradient(f, w);
      expect(norm(minus(grad(f)(w).toArray(), exact)), `angle ${angle}`).toBeLessThan(1e-13 * 10);
      const u = tensor(randomAxis());
      const [second] = doubleDoubleGradient((x: PopulationTensor) => sum(mul(u, grad(f)(x))), w);
      expect(norm(minus(hvp(f)(w, u).toArray(), second)), `angle ${angle}`).toBeLessThan(1e-11);
    }
  });

  it('the derivative of log after exp is the identity, away from the half turn', () => {
    for (const angle of angles.filter((value, i) => i % 4 === 0 && value < 3)) {
      const w = tensor(randomAxis().map((a) => a * angle));
      const u = randomAxis();
      const along = grad((x: PopulationTensor) => sum(mul(tensor(u), logarithmMap(exponentialMap(x)))))(w).toArray();
      expect(norm(minus(along, u)), `angle ${angle}`).toBeLessThan(1e-11);
    }
  });

  it('at the half turn the logarithm is finite, and its largest component is positive', () => {
    for (let i = 0; i < 50; i++) {
      const axis = randomAxis();
      const [x, y, z] = axis;
      const half = [
        [2 * x * x - 1, 2 * x * y, 2 * x * z],
        [2 * x * y, 2 * y * y - 1, 2 * y * z],
        [2 * x * z, 2 * y * z, 2 * z * z - 1],
      ];
      const w = logarithmMap(half).toArray();
      expect(Math.abs(norm(w) - Math.PI)).toBeLessThan(1e-12);
      expect(Math.max(...w)).toBe(Math.max(...w.map(Math.abs)));
      const slope = grad((R: PopulationTensor) => sum(mul(tensor(axis), logarithmMap(R))))(tensor(half));
      expect(slope.toArray().every(Number.isFinite)).toBe(true);
    }
  });

  it('errors between rotations are the same for q and -q, and zero only for equal ones', () => {
    for (let i = 0; i < 50; i++) {
      const q = [random.normal(), random.normal(), random.normal(), random.normal()];
      const R = exponentialMap(randomAxis().map((a) => 2 * a));
      const error = rotationError(R, rotationOfQuaternion(q)).toArray();
      expect(rotationError(R, rotationOfQuaternion(q.map((x) => -x))).toArray()).toEqual(error);
      const back = matmul(R, exponentialMap(error)).toArray();
      expect(norm(minus(back, rotationOfQuaternion(q).toArray()))).toBeLessThan(1e-13);
      expect(norm(rotationError(R, R).toArray())).toBeLessThan(1e-15);
      expect(norm(minus(matmul(R, transpose(R)).toArray(), [1, 0, 0, 0, 1, 0, 0, 0, 1]))).toBeLessThan(1e-15);
    }
  });
});
