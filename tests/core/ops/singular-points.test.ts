import { describe, expect, it } from 'vitest';
import { grad, hessian } from '../../../src/core/derivative/functions.ts';
import { abs, div, sqrt } from '../../../src/core/ops/arithmetic.ts';
import { clamp, maximum, minimum, relu } from '../../../src/core/ops/comparison.ts';
import { add, mul, where } from '../../../src/core/ops/elementwise.ts';
import { exp, log, sigmoid, softplus } from '../../../src/core/ops/exponential.ts';
import { cholesky } from '../../../src/core/ops/factorization.ts';
import { cross, matmul, norm } from '../../../src/core/ops/linear-algebra.ts';
import { pow } from '../../../src/core/ops/power.ts';
import { amax, logsumexp, sum } from '../../../src/core/ops/reduction.ts';
import { acos, asin, atan2, tanh } from '../../../src/core/ops/trigonometric.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';

type Scalar = (x: PopulationTensor) => PopulationTensor;
const slope = (f: Scalar, x: number): number => grad(f)(tensor(x)).item();
const slopes = (f: Scalar, x: readonly number[]): number[] => grad(f)(tensor([...x])).toArray();

describe('documented values at singular points', () => {
  it('sqrt at 0: value 0, slope +Infinity', () => {
    expect(sqrt(0).item()).toBe(0);
    expect(slope(sqrt, 0)).toBe(Infinity);
  });

  it('powers at 0', () => {
    expect(slope((x) => pow(x, 2), 0)).toBe(0);
    expect(slope((x) => pow(x, 1), 0)).toBe(1);
    expect(slope((x) => pow(x, 0), 0)).toBe(0);
    expect(slope((x) => pow(x, 0.5), 0)).toBe(Infinity);
    expect(slope((y) => pow(0, y), 2)).toBe(0);
  });

  it('norm at 0 has slope 0, and neither overflows nor underflows elsewhere', () => {
    expect(slopes(norm, [0, 0, 0])).toEqual([0, 0, 0]);
    for (const scale of [1e-300, 1e-160, 5e-324 * 2 ** 30, 1e160, 1e300]) {
      expect(norm([3 * scale, 4 * scale]).item() / (5 * scale)).toBeCloseTo(1, 8);
      const [a, b] = slopes(norm, [3 * scale, 4 * scale]);
      expect(Math.hypot(a - 0.6, b - 0.8)).toBeLessThan(1e-7);
    }
    expect(norm([Infinity, 1]).item()).toBe(Infinity);
  });

  it('atan2 at the origin has slope 0, and no overflow elsewhere', () => {
    expect(slopes((x) => atan2(at(x, 0), at(x, 1)), [0, 0])).toEqual([0, 0]);
    const [dy, dx] = slopes((x) => atan2(at(x, 0), at(x, 1)), [1e200, 1e200]);
    expect(dy).toBeCloseTo(5e-201, 210);
    expect(dx).toBeCloseTo(-5e-201, 210);
  });

  it('asin and acos at +-1 have infinite slopes', () => {
    expect([slope(asin, 1), slope(asin, -1), slope(acos, 1), slope(acos, -1)]).toEqual([
      Infinity,
      Infinity,
      -Infinity,
      -Infinity,
    ]);
  });

  it('ties: abs and relu at 0 pass 0, clamp at a bound passes 0, max and min pass to the first', () => {
    expect([
      slope(abs, 0),
      slope(relu, 0),
      slope((x) => clamp(x, -1, 1), 1),
      slope((x) => clamp(x, -1, 1), -1),
    ]).toEqual([0, 0, 0, 0]);
    expect(slopes((x) => maximum(at(x, 0), at(x, 1)), [2, 2])).toEqual([1, 0]);
    expect(slopes((x) => minimum(at(x, 0), at(x, 1)), [2, 2])).toEqual([1, 0]);
    expect(slopes((x) => amax(x), [5, 5, 5, 5]).reduce((a, b) => a + b)).toBe(1);
  });

  it('log-sum-exp, softplus, sigmoid and tanh at +-800 are finite, with exact slopes', () => {
    for (const x of [800, -800]) {
      const s = x > 0 ? 1 : Math.exp(-800);
      expect([softplus(x).item(), sigmoid(x).item(), tanh(x).item()]).toEqual([x > 0 ? 800 : 0, s, Math.sign(x)]);
      expect([slope(softplus, x), slope(sigmoid, x), slope(tanh, x)]).toEqual([s, 0, 0]);
    }
    expect(logsumexp([800, -800, 800]).item()).toBeCloseTo(800 + Math.log(2), 12);
    expect(slopes(logsumexp, [800, -800])).toEqual([1, 0]);
    expect(slope(tanh, 20) / (4 * Math.exp(-40))).toBeCloseTo(1, 13);
    expect(logsumexp([-Infinity, -Infinity]).item()).toBe(-Infinity);
  });

  it('NaN stays NaN: nothing hides it', () => {
    for (const f of [
      relu,
      abs,
      (x: PopulationTensor) => clamp(x, 0, 1),
      (x: PopulationTensor) => maximum(x, 0),
      (x: PopulationTensor) => maximum(0, x),
      (x: PopulationTensor) => minimum(0, x),
      norm0,
      softplus,
      sigmoid,
    ])
      expect(f(tensor(NaN)).item(), f.name).toBe(NaN);
  });
});

const norm0: Scalar = (x) => norm(mul(x, tensor([1, 0])));

describe('where masks what is not taken', () => {
  const safe =
    (f: Scalar, otherwise: Scalar): Scalar =>
    (x) =>
      where(0, f(x), otherwise(x));

  it.each([
    ['sqrt of a negative number', sqrt, -1],
    ['log of 0', log, 0],
    ['division by 0', (x: PopulationTensor) => div(1, x), 0],
    ['overflow', (x: PopulationTensor) => exp(exp(x)), 800],
    ['a product with infinity', (x: PopulationTensor) => mul(div(1, mul(0, x)), x), 2],
  ] as const)('%s: the slope is exactly that of the taken branch', (_, f, x) => {
    expect(
      slope(
        safe(f, (y) => mul(3, y)),
        x,
      ),
    ).toBe(3);
    expect(hessian(safe(f, (y) => mul(y, mul(y, y))))(tensor(2)).item()).toBe(12);
  });

  it('through sums and products upstream as well', () => {
    expect(slopes((x) => where(0, sum(sqrt(add(x, -5))), sum(mul(x, 2))), [1, 2])).toEqual([2, 2]);
  });

  it('in products of matrices that are not finite, on either side', () => {
    const matrix = tensor([
      [1, 2],
      [3, 4],
    ]);
    const untaken: Scalar = (x) => sum(add(matmul(div(matrix, 0), x), matmul(mul(at(x, 0), matrix), div(x, 0))));
    expect(slopes((x) => where(0, untaken(x), sum(mul(x, 2))), [1, -2])).toEqual([2, 2]);
  });

  it('in cross products of vectors that are not finite, on either side', () => {
    const untaken: Scalar = (x) => sum(add(cross(div(x, 0), mul(x, x)), cross(x, div(1, mul(0, x)))));
    expect(slopes((x) => where(0, untaken(x), sum(mul(x, 2))), [1, -2, 3])).toEqual([2, 2, 2]);
  });
});

describe('Cholesky', () => {
  it('names the pivot of a matrix that is not positive definite', () => {
    expect(() =>
      cholesky([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(/pivot 1 of member 0.*found -3.*symmetric positive definite/);
  });

  it('gives a symmetric cotangent, and survives a condition of 1e12', () => {
    const g = grad((A: PopulationTensor) => sum(cholesky(A)))(
      tensor([
        [4, 1],
        [1, 3],
      ]),
    ).toArray();
    expect(g[1]).toBe(g[2]);
    const near = grad((A: PopulationTensor) => at(cholesky(A), 1, 1))(
      tensor([
        [1, 1 - 5e-13],
        [1 - 5e-13, 1],
      ]),
    ).toArray();
    expect(near.every(Number.isFinite)).toBe(true);
    expect(near[3] / (0.5 / Math.sqrt(1e-12))).toBeCloseTo(1, 3);
  });
});
