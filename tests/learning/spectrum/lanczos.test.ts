/** @file Lanczos finds what the whole matrix has, once and not twice, on spectra that are hard for it. */
import { describe, expect, it } from 'vitest';
import { extremes } from '../../../src/learning/spectrum/extremes.ts';
import { fullHessian } from '../../../src/learning/spectrum/full-hessian.ts';
import { lanczos } from '../../../src/learning/spectrum/lanczos.ts';
import { symmetricEigen } from '../../../src/learning/spectrum/symmetric-eigenvalues.ts';
import { Random, testSeed } from '../../support/random.ts';
import {
  productWith,
  randomSymmetric,
  spectralError,
  theirEigenvalues,
  withEigenvalues,
} from '../../support/spectra.ts';

const random = new Random();
const seed = testSeed % 65536;
const diagonal =
  (entries: readonly number[]) =>
  (v: Float64Array): Float64Array =>
    v.map((x, i) => entries[i] * x);
const spread = (n: number): number[] => Array.from({ length: n }, (_, i) => (i + 1) / n);

describe('Lanczos to the end of the space', () => {
  it.each([1, 2, 5, 40, 120, 200])('of %i random rows has the eigenvalues of the whole matrix', async (n) => {
    const rows = randomSymmetric(random, n);
    const { values, residuals } = await lanczos(productWith(rows), n, { steps: n, seed });
    expect(spectralError(values, theirEigenvalues(rows))).toBeLessThan(1e-12);
    expect(Math.max(...residuals)).toBeLessThan(1e-12 * n);
  });

  it('keeps its vectors orthonormal, and H Q = Q T', async () => {
    const n = 80;
    const rows = withEigenvalues(random, [...spread(n - 1), 1e6]);
    const product = productWith(rows);
    const { basis, alphas, betas } = await lanczos(product, n, { steps: n, seed });
    for (const [i, q] of basis.entries()) {
      for (const [j, p] of basis.entries())
        expect(Math.abs(q.reduce((sum, x, k) => sum + x * p[k], 0) - Number(i === j))).toBeLessThan(1e-13);
      product(q).forEach((entry, k) => {
        const [before, after] = [
          i > 0 ? betas[i - 1] * basis[i - 1][k] : 0,
          i + 1 < n ? betas[i] * basis[i + 1][k] : 0,
        ];
        expect(Math.abs(entry - before - alphas[i] * q[k] - after)).toBeLessThan(1e-7);
      });
    }
  });

  it('says of a part of the space how far its values may be from eigenvalues', async () => {
    const rows = randomSymmetric(random, 90);
    const exact = theirEigenvalues(rows);
    const { values, residuals } = await lanczos(productWith(rows), 90, { steps: 30, seed });
    values.forEach((value, i) => {
      const distance = Math.min(...exact.map((eigenvalue) => Math.abs(eigenvalue - value)));
      expect(distance).toBeLessThan(residuals[i] + 1e-12);
    });
    expect(Math.max(...residuals)).toBeGreaterThan(0.1);
    expect(residuals.at(-1)).toBeLessThan(0.01);
  });
});

describe('hard spectra', () => {
  it('one isolated large value is found once, without ghosts', async () => {
    const { values } = await lanczos(diagonal([...spread(299), 100.8]), 300, { steps: 120, seed });
    expect(values.filter((value) => value > 2)).toHaveLength(1);
    expect(values.at(-1)).toBeCloseTo(100.8, 10);
  });

  it.each([2, 3, 5, 100])(
    'of 1 and 50 alone on %i rows: a space of two, then new starts, each value as often as it is',
    async (n) => {
      const entries = Array.from({ length: n }, (_, i) => (i % 2 ? 50 : 1));
      const { values, betas, breakdowns } = await lanczos(diagonal(entries), n, { steps: n, seed });
      if (n > 2) expect(breakdowns[0]).toBe(2);
      if (n > 2) expect(betas[1]).toBe(0);
      expect(
        spectralError(
          values,
          [...entries].sort((a, b) => a - b),
        ),
      ).toBeLessThan(1e-13);
    },
  );

  it('a matrix of zeros has zeros, and one row its entry', async () => {
    const zeros = await lanczos(diagonal([0, 0, 0, 0]), 4);
    expect([Array.from(zeros.values), zeros.breakdowns]).toEqual([
      [0, 0, 0, 0],
      [1, 2, 3, 4],
    ]);
    expect(Array.from((await lanczos(diagonal([-7]), 1)).values)).toEqual([-7]);
  });

  it('breakdown is judged beside the matrix: small ones are no end, large ones no beginning', async () => {
    for (const c of [1e-200, 1e-14, 1, 1e14, 1e200]) {
      const { values, breakdowns } = await lanczos(diagonal(spread(12).map((x) => c * x)), 12, { seed });
      expect(breakdowns.filter((step) => step < 12)).toEqual([]);
      expect(spectralError(values, spread(12).map((x) => c * x))).toBeLessThan(1e-13); // prettier-ignore
      const two = await lanczos(diagonal([c, 50 * c, c, 50 * c, c, 50 * c, c]), 7, { seed });
      expect(two.breakdowns[0]).toBe(2);
    }
  });

  it('a start within a subspace sees that alone, unless new starts are allowed', async () => {
    const start = Float64Array.of(1, 1, 0, 0);
    const alone = await lanczos(diagonal([1, 2, 3, 4]), 4, { start, restarts: false });
    expect(spectralError(alone.values, [1, 2])).toBeLessThan(1e-15);
    expect(spectralError((await lanczos(diagonal([1, 2, 3, 4]), 4, { start })).values, [1, 2, 3, 4])).toBeLessThan(
      1e-14,
    );
  });
});

describe('the ends of a spectrum', () => {
  it('are told by value: sharpness is the greatest eigenvalue, not the one of largest magnitude', async () => {
    const rows = withEigenvalues(random, [-100, ...spread(60), 5]);
    const { largest, smallest } = await extremes(productWith(rows), 62, { seed });
    expect(largest.value).toBeCloseTo(5, 8);
    expect(smallest.value).toBeCloseTo(-100, 8);
    expect([largest.isConverged, smallest.isConverged]).toEqual([true, true]);
  });

  it('come with unit vectors and true residuals, by fewer products than there are rows', async () => {
    const n = 400;
    const product = diagonal([...spread(n - 2), 3, -2]);
    const { largest, smallest, products } = await extremes(product, n, { seed });
    for (const { value, vector, residual } of [largest, smallest]) {
      const image = product(vector);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 13);
      expect(Math.hypot(...image.map((x, i) => x - value * vector[i]))).toBeCloseTo(residual, 12);
      expect(residual).toBeLessThan(3e-8);
    }
    expect(products).toBeLessThan(60);
  });

  it('say that they are not found where the steps were too few, whatever the scale, and found where they were not', async () => {
    const n = 1000;
    for (const c of [1e-30, 1, 1e30]) {
      const product = diagonal(spread(n).map((x) => c * x));
      const { largest } = await extremes(product, n, { steps: 10, seed });
      expect(largest.isConverged).toBe(false);
      expect(Math.abs(largest.value - c)).toBeLessThan(largest.residual + 1e-3 * c);
      const { largest: known, smallest, products } = await extremes(diagonal([3 * c, -2 * c, c, 0]), 4, { seed });
      expect([known.isConverged, smallest.isConverged, products]).toEqual([true, true, 6]);
    }
  });

  it('are found in as many products as there are different eigenvalues', async () => {
    const { largest, smallest, products } = await extremes(
      diagonal(Array.from({ length: 500 }, (_, i) => (i % 2 ? 50 : 1))),
      500,
    );
    expect([largest.value, smallest.value]).toEqual([expect.closeTo(50, 11), expect.closeTo(1, 11)]);
    expect(products).toBe(4);
  });

  it('of zeros are converged', async () => {
    const { largest, smallest } = await extremes(diagonal([0, 0, 0]), 3);
    expect([largest.value, largest.isConverged, smallest.value, smallest.isConverged]).toEqual([0, true, 0, true]);
  });
});

describe('the whole Hessian', () => {
  it('is the symmetric part of its columns, and says how far they are from symmetric', async () => {
    const found = await fullHessian(productWith([[1, 2], [4, 3]]), 2); // prettier-ignore
    expect([Array.from(found.matrix), found.asymmetry]).toEqual([[1, 3, 3, 3], 0.5]);
    const rows = randomSymmetric(random, 30);
    const { matrix, asymmetry } = await fullHessian(productWith(rows), 30);
    expect(asymmetry).toBe(0);
    expect(spectralError(symmetricEigen(matrix, 30).values, theirEigenvalues(rows))).toBeLessThan(1e-13);
    expect((await fullHessian(diagonal([0, 0]), 2)).asymmetry).toBe(0);
  });
});

describe('products', () => {
  it('are refused where they have not the right length or are not finite', async () => {
    await expect(lanczos(() => new Float64Array(3), 2)).rejects.toThrow(
      'result of product: found 3 numbers; expected 2 numbers',
    );
    await expect(extremes(() => Float64Array.of(1, NaN), 2)).rejects.toThrow('Hessian times vector');
    await expect(lanczos(diagonal([1, 2]), 2, { start: new Float64Array(2) })).rejects.toThrow('a direction');
  });

  it('may change what they are given and keep what they return', async () => {
    const memory = new Float64Array(5);
    const greedy = (v: Float64Array): Float64Array => {
      v.forEach((x, i) => (memory[i] = (i + 1) * x));
      v.fill(NaN);
      return memory;
    };
    expect(spectralError((await lanczos(greedy, 5)).values, [1, 2, 3, 4, 5])).toBeLessThan(1e-14);
  });

  it('are given up at once by a signal, with its reason', async () => {
    const controller = new AbortController();
    const never = lanczos(() => new Promise<Float64Array>(() => undefined), 3, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 5);
    await expect(never).rejects.toThrow('enough');
    await expect(lanczos(diagonal([1]), 1, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('have the same bits for the same seed, and others for another', async () => {
    const rows = randomSymmetric(random, 50);
    const of = async (which: number) => (await lanczos(productWith(rows), 50, { steps: 20, seed: which })).alphas;
    expect(await of(3)).toEqual(await of(3));
    expect(await of(3)).not.toEqual(await of(4));
  });
});
