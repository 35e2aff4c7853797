/** @file Products of Jacobians: exponents of maps that are known, singular values against closed forms, nothing that overflows. */
import { describe, expect, it } from 'vitest';
import { dominantDirection, growthFromStart, growthToEnd } from '../../../src/learning/lyapunov/growth.ts';
import { qr } from '../../../src/learning/lyapunov/householder.ts';
import { JacobianProduct, logSingularValues, lyapunovExponents } from '../../../src/learning/lyapunov/products.ts';
import { times, transposed } from '../../../src/learning/lyapunov/square.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const random = new Random();

const matrix = (n: number): Float64Array => Float64Array.from(random.list(n * n, -1, 1));

const repeated = (one: Float64Array, count: number): Float64Array[] => new Array<Float64Array>(count).fill(one);

/** Exponents of a map x -> f(x) with Jacobian J(x), after a way to its attractor. */
function exponentsOf(
  f: (x: readonly number[]) => number[],
  J: (x: readonly number[]) => number[],
  start: number[],
  steps: number,
): ReturnType<JacobianProduct['exponents']> {
  let x = start;
  for (let k = 0; k < 1000; k++) x = f(x);
  const product = new JacobianProduct(start.length);
  for (let k = 0; k < steps; k++) {
    product.push(Float64Array.from(J(x)));
    x = f(x);
  }
  return product.exponents({ skip: 1000 });
}

describe('Lyapunov exponents of maps that are known', () => {
  it('Henon: 0.42007, and a sum of ln 0.3', () => {
    const { values, sum } = exponentsOf(
      ([x, y]) => [1 - 1.4 * x * x + y, 0.3 * x],
      ([x]) => [-2.8 * x, 1, 0.3, 0],
      [0.1, 0.1],
      100_000,
    );
    expect(Math.abs(values[0] - 0.42007)).toBeLessThan(3e-3);
    expectClose(sum, Math.log(0.3), 1e-12);
  });

  it('the towel map: 0.432253, 0.371617, -3.29632', () => {
    const { values } = exponentsOf(
      ([x, y, z]) => [
        3.8 * x * (1 - x) - 0.05 * (y + 0.35) * (1 - 2 * z),
        0.1 * ((y + 0.35) * (1 - 2 * z) - 1) * (1 - 1.9 * x),
        3.78 * z * (1 - z) + 0.2 * y,
      ],
      ([x, y, z]) => [
        3.8 * (1 - 2 * x),
        -0.05 * (1 - 2 * z),
        0.1 * (y + 0.35),
        -0.19 * ((y + 0.35) * (1 - 2 * z) - 1),
        0.1 * (1 - 2 * z) * (1 - 1.9 * x),
        -0.2 * (y + 0.35) * (1 - 1.9 * x),
        0,
        0.2,
        3.78 * (1 - 2 * z),
      ],
      [0.085, -0.121, 0.075],
      60_000,
    );
    [0.432253, 0.371617, -3.29632].forEach((value, i) => expect(Math.abs(values[i] - value)).toBeLessThan(6e-3));
  });

  it('the cat map: ln((3 + sqrt 5) / 2), and less, exactly', () => {
    const { values } = lyapunovExponents(repeated(Float64Array.of(2, 1, 1, 1), 10_000), 2, { skip: 100 });
    const exact = Math.log((3 + Math.sqrt(5)) / 2);
    expectClose(values, [exact, -exact], 1e-13);
  });
});

describe('long products', () => {
  it('of 10,000 steps do not overflow where a plain product does, nor vanish', () => {
    for (const size of [1e3, 1e-3]) {
      const steps = Array.from({ length: 10_000 }, () => matrix(3).map((entry) => size * entry));
      const exponents = lyapunovExponents(steps, 3);
      const singular = logSingularValues(steps, 3);
      const growth = growthFromStart(steps, 3);
      for (const value of [...exponents.values, ...singular, ...growth.logs]) expect(Number.isFinite(value)).toBe(true);
      expect(Math.abs(singular[0])).toBeGreaterThan(50_000);
      // exponents and singular values part by what the frame took to turn, and the determinant is both's
      exponents.values.forEach((value, i) => expect(Math.abs(value * 10_000 - singular[i])).toBeLessThan(60));
      expectClose(
        singular.reduce((sum, value) => sum + value, 0),
        exponents.sum * 10_000,
        1e-11,
      );
      expect(growth.logs[10_000] - singular[0]).toBeGreaterThan(-1e-7);
      expect(growth.logs[10_000] - singular[0]).toBeLessThan(Math.log(2));
      expectClose(growthToEnd(steps, 3).logs[0], growth.logs[10_000], 1e-12);
    }
  });

  it('have exponents that are means of logarithms, not the logarithm of a mean', () => {
    const steps = Array.from({ length: 1000 }, (_, k) => Float64Array.of(k % 2 ? 10 : 0.1, 0, 0, 1));
    const { values } = lyapunovExponents(steps, 2, { time: 0.5 });
    expect(Math.abs(values[0])).toBeLessThan(0.02);
    expect(Math.abs(values[1])).toBeLessThan(0.02);
  });
});

describe('singular values', () => {
  it('of short products are those of the plain product: trace and determinant of A’A', () => {
    for (let k = 0; k < 30; k++) {
      const steps = Array.from({ length: random.integer(1, 6) }, () => matrix(2));
      const [a, b, c, d] = steps.reduce((product, step) => times(step, product, 2));
      const [square, determinant] = [a * a + b * b + c * c + d * d, Math.abs(a * d - b * c)];
      const first = (square + Math.sqrt(square * square - 4 * determinant * determinant)) / 2;
      const found = logSingularValues(steps, 2).map((value) => Math.exp(value));
      expectClose(found[0], Math.sqrt(first), 1e-12);
      expectClose(found[1] / (determinant / Math.sqrt(first)), 1, 1e-9);
    }
  });

  it('that lie close are told apart: orthogonal factors about a diagonal, whatever the order', () => {
    const scales = [3, 3 + 1e-6, 3 * (1 + 1e-3), 0.5, 1e-7, 1e-40];
    const Q = () => qr(matrix(6), 6).Q;
    const diagonal = Float64Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? scales[k / 7] : 0));
    // twice the same diagonal, with axes that fit: squares
    const [A, B, C] = [Q(), Q(), Q()];
    const first = times(times(A, diagonal, 6), B, 6);
    const second = times(times(C, diagonal, 6), transposed(A, 6), 6);
    const found = logSingularValues([first, second], 6).map((value) => Math.exp(value / 2));
    expectClose(
      found.slice(0, 4),
      scales.slice(0, 4).toSorted((a, b) => b - a),
      1e-11,
    );
    expect(Math.abs(found[4] / 1e-7 - 1)).toBeLessThan(1e-6);
  });

  it('of a rotation many times over are 1', () => {
    const turn = Float64Array.of(Math.cos(0.3), -Math.sin(0.3), Math.sin(0.3), Math.cos(0.3));
    expect(Math.max(...logSingularValues(repeated(turn, 10_000), 2).map(Math.abs))).toBeLessThan(1e-10);
    const { values } = lyapunovExponents(repeated(turn, 10_000), 2);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-15);
  });
});

describe('singular steps', () => {
  it('lose a direction for good: -Infinity is kept and said, and the others stay', () => {
    const steps = repeated(Float64Array.of(2, 0, 0, 0.5), 100);
    steps[40] = Float64Array.of(1, 1, 1, 1);
    const exponents = lyapunovExponents(steps, 2, { time: 0.1 });
    expect(exponents.values[1]).toBe(-Infinity);
    expect(exponents.values[0]).toBeCloseTo(10 * Math.log(2), 0);
    expect(exponents.sum).toBe(-Infinity);
    expect(exponents.singular).toEqual([40]);
    expect(exponents.warning).toBe('1 of 2 exponents are -Infinity: 1 of 100 steps are singular, the first is step 40');
    const singular = logSingularValues(steps, 2);
    expect(singular[1]).toBe(-Infinity);
    // e1 alone comes through at first, half of its square after
    expectClose(singular[0], 99 * Math.log(2), 1e-9);
  });

  it('of rank one at every step lose one direction, not two, and exponents of 0 are not dropped', () => {
    const [c, s] = [Math.cos(0.2), Math.sin(0.2)];
    const shear = Float64Array.of(c, -s, 0, s, c, 0, 0.3, 0.1, 0);
    const { values, warning } = lyapunovExponents(repeated(shear, 2000), 3, { skip: 100 });
    expect(values).toHaveLength(3);
    expect(values[2]).toBe(-Infinity);
    expectClose(values.slice(0, 2), [0, 0], 1e-3);
    expect(warning).toMatch(/^1 of 3 /);
  });

  it('that forget all leave nothing', () => {
    expect(lyapunovExponents(repeated(new Float64Array(4), 3), 2).values).toEqual([-Infinity, -Infinity]);
    expect([...logSingularValues(repeated(new Float64Array(4), 3), 2)]).toEqual([-Infinity, -Infinity]);
  });
});

describe('growth', () => {
  const steps = Array.from({ length: 12 }, () => matrix(3));
  const product = (some: readonly Float64Array[]): Float64Array =>
    some.reduce((all, step) => times(step, all, 3), Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
  const frobenius = (a: Float64Array): number => Math.hypot(...a);

  it('is the norm of the plain product where that is within range, and of its columns', () => {
    const [ahead, before] = [growthToEnd(steps, 3), growthFromStart(steps, 3)];
    for (let t = 0; t <= 12; t++) {
      const [to, from] = [product(steps.slice(t)), product(steps.slice(0, t))];
      expectClose(Math.exp(ahead.logs[t]) / frobenius(to), 1, 1e-11);
      expectClose(Math.exp(before.logs[t]) / frobenius(from), 1, 1e-11);
      for (let j = 0; j < 3; j++)
        expectClose(Math.exp(ahead.columns[t][j]) / Math.hypot(to[j], to[3 + j], to[6 + j]), 1, 1e-11);
    }
  });

  it('is largest along the dominant direction: the first singular value', () => {
    const v = dominantDirection(steps, 3);
    const moved = steps.reduce(
      (x, J) => x.map((_, i) => J[3 * i] * x[0] + J[3 * i + 1] * x[1] + J[3 * i + 2] * x[2]),
      v,
    );
    expectClose(Math.log(Math.hypot(...moved)), logSingularValues(steps, 3)[0], 1e-10);
  });
});

it('QR is orthogonal and upper triangular, also of matrices whose columns depend on one another', () => {
  for (let n = 1; n <= 8; n++) {
    const A = matrix(n);
    // two columns that are the same, and one of zeros
    if (n > 2) for (let i = 0; i < n; i++) [A[i * n + 1], A[i * n + 2]] = [A[i * n], 0];
    const { Q, R } = qr(A, n);
    expectClose(times(Q, R, n), A, 1e-14);
    const unit = times(transposed(Q, n), Q, n);
    unit.forEach((entry, k) => expect(Math.abs(entry - (k % (n + 1) === 0 ? 1 : 0))).toBeLessThan(1e-14));
    for (let i = 0; i < n; i++) {
      expect(R[i * n + i]).toBeGreaterThanOrEqual(0);
      for (let j = 0; j < i; j++) expect(R[i * n + j]).toBe(0);
    }
  }
});

it('refuses matrices that do not fit, and numbers that are not finite', () => {
  expect(() => lyapunovExponents([Float64Array.of(1, 2, 3)], 2)).toThrow(/^jacobians\[0\]: found 3 numbers/);
  expect(() => lyapunovExponents([Float64Array.of(NaN)], 1)).toThrow(/^jacobian: found numbers that are not finite/);
  expect(() => lyapunovExponents([], 1, { time: 0 })).toThrow(/^time: found 0/);
  expect(() => new JacobianProduct(0)).toThrow(/^size: found 0/);
});
