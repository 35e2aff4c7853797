/** @file Covariances as parameters: whatever the numbers, a covariance; refused where they fill no triangle. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { covarianceOf } from '../../../src/estimation/gaussian.ts';
import { logCholesky, logCholeskyOf } from '../../../src/estimation/learning/log-cholesky.ts';
import { symmetricEigen } from '../../../src/estimation/small-matrices.ts';
import { expectClose } from '../../support/check.ts';
import { testSeed } from '../../support/random.ts';

const numbers = fc.integer({ min: 0, max: 5 }).chain((n) => {
  const entry = fc.double({ min: -3, max: 3, noNaN: true });
  return fc.array(entry, { minLength: (n * (n + 1)) / 2, maxLength: (n * (n + 1)) / 2 });
});

describe('log-Cholesky parameters', () => {
  it('make a covariance of any numbers, symmetric and positive, and come back', () => {
    fc.assert(
      fc.property(numbers, (parameters) => {
        const factor = logCholesky(tensor(Float64Array.from(parameters)));
        const [n] = factor.shape;
        const covariance = covarianceOf(factor);
        const rows = Array.from({ length: n }, (_, i) => Array.from(covariance.data.subarray(i * n, (i + 1) * n)));
        rows.forEach((row, i) => row.forEach((value, j) => expect(value).toBe(rows[j][i])));
        expect(symmetricEigen(rows).values.every((value) => value > -1e-12)).toBe(true);
        for (let i = 0; i < n; i++) expect(factor.data[i * n + i]).toBeGreaterThan(0);
        logCholeskyOf(factor).data.forEach((value, i) => expect(Math.abs(value - parameters[i])).toBeLessThan(1e-12));
      }),
      { seed: testSeed, numRuns: 60 },
    );
  });

  it('have the derivative of their exponentials on the diagonal, and 1 below', () => {
    const weights = tensor([
      [2, 9],
      [3, 5],
    ]);
    const slopes = grad((x) => sum(mul(weights, logCholesky(x))))(tensor([0.7, -0.2, 0.4]));
    [2 * Math.exp(0.7), 3, 5 * Math.exp(0.4)].forEach((slope, i) => expectClose(slopes.data[i], slope, 1e-14));
  });

  it('are refused where they fill no triangle', () => {
    expect(() => logCholesky([1, 2])).toThrow(/fill no triangle/);
    expect(() => logCholeskyOf(tensor([1, 2]))).toThrow(/square/);
  });
});
