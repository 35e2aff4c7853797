/** @file Eigenvalues of symmetric matrices, tridiagonal and dense: closed forms, another library, and every scale of numbers. */
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../src/learning/spectrum/symmetric-eigenvalues.ts';
import { tridiagonalEigen } from '../../../src/learning/spectrum/tridiagonal.ts';
import { Random } from '../../support/random.ts';
import {
  flat,
  productWith,
  randomSymmetric,
  type Rows,
  spectralError,
  theirEigenvalues,
} from '../../support/spectra.ts';

const random = new Random();
const dense = (d: Float64Array, e: Float64Array): number[][] =>
  Array.from(d, (value, i) =>
    Array.from(d, (_, j) => (i === j ? value : Math.abs(i - j) === 1 ? e[Math.min(i, j)] : 0)),
  );

/** Largest entry of |A v - value v| and of |V'V - I|. */
function defects(rows: Rows, values: Float64Array, vectors: readonly Float64Array[]): number {
  const product = productWith(rows);
  let worst = 0;
  vectors.forEach((v, k) => {
    product(v).forEach((entry, i) => (worst = Math.max(worst, Math.abs(entry - values[k] * v[i]))));
    vectors.forEach((w, l) => {
      const along = v.reduce((sum, x, i) => sum + x * w[i], 0);
      worst = Math.max(worst, Math.abs(along - Number(k === l)));
    });
  });
  return worst;
}

describe('a symmetric tridiagonal matrix', () => {
  it.each([1, 2, 3, 10, 100, 300])('of second differences, %i rows, has 2 - 2 cos(k pi / (n + 1))', (n) => {
    const { values } = tridiagonalEigen(new Float64Array(n).fill(2), new Float64Array(n - 1).fill(-1));
    const exact = Array.from({ length: n }, (_, k) => 4 * Math.sin((Math.PI * (k + 1)) / (2 * n + 2)) ** 2);
    expect(spectralError(values, exact)).toBeLessThan(1e-14);
  });

  it('of no rows has no eigenvalues', () => {
    expect(tridiagonalEigen(new Float64Array(0), new Float64Array(0)).values).toHaveLength(0);
  });

  it('has the eigenvalues that another library finds, and orthonormal eigenvectors', () => {
    for (let n = 1; n <= 40; n++) {
      const [d, e] = [Float64Array.from(random.list(n, -1, 1)), Float64Array.from(random.list(n - 1, -1, 1))];
      const { values, vectors } = tridiagonalEigen(d, e, { vectors: true });
      expect(spectralError(values, theirEigenvalues(dense(d, e)))).toBeLessThan(1e-13);
      expect(defects(dense(d, e), values, vectors)).toBeLessThan(1e-13);
    }
  });

  it('has the same ends of eigenvectors, whether the whole is asked for or not', () => {
    const [d, e] = [Float64Array.from(random.list(30, -1, 1)), Float64Array.from(random.list(29, -1, 1))];
    const [whole, ends] = [tridiagonalEigen(d, e, { vectors: true }), tridiagonalEigen(d, e)];
    expect(ends.values).toEqual(whole.values);
    whole.vectors.forEach((vector, i) => {
      expect(ends.first[i]).toBe(vector[0]);
      expect(ends.last[i]).toBe(vector[29]);
    });
  });

  it('is scaled with its eigenvalues from 1e-300 to 1e300, in the same bits for powers of two', () => {
    const [d, e] = [Float64Array.from(random.list(20, -1, 1)), Float64Array.from(random.list(19, -1, 1))];
    const unit = tridiagonalEigen(d, e).values;
    for (const exponent of [-990, -500, -3, 4, 500, 990]) {
      const c = 2 ** exponent;
      expect(tridiagonalEigen(d.map((x) => c * x), e.map((x) => c * x)).values).toEqual(unit.map((x) => c * x)); // prettier-ignore
    }
  });

  it('with a zero diagonal, with blocks, or of zeros comes to an end', () => {
    expect(spectralError(tridiagonalEigen(Float64Array.of(0, 0), Float64Array.of(3)).values, [-3, 3])).toBeLessThan(
      1e-15,
    );
    expect(Array.from(tridiagonalEigen(new Float64Array(4), new Float64Array(3)).values)).toEqual([0, 0, 0, 0]);
    const { values, first } = tridiagonalEigen(Float64Array.of(1, 1, 5, 7), Float64Array.of(0.5, 0, 0.25));
    expect(spectralError(values, [0.5, 1.5, 6 - Math.sqrt(1 + 1 / 16), 6 + Math.sqrt(1 + 1 / 16)])).toBeLessThan(1e-15);
    // what another block has is no part of the first row, to the last bit
    expect(Array.from(first.slice(2), Math.abs)).toEqual([0, 0]);
  });

  it('keeps its eigenvectors orthonormal where numbers span hundreds of decades', () => {
    for (let round = 0; round < 200; round++) {
      const graded = (n: number) => Float64Array.from(random.list(n, -150, 150), (power) => 10 ** power);
      const { vectors } = tridiagonalEigen(graded(12), graded(11), { vectors: true });
      vectors.forEach((v, k) =>
        vectors.forEach((w, l) => {
          const along = v.reduce((sum, x, i) => sum + x * w[i], 0);
          expect(Math.abs(along - Number(k === l))).toBeLessThan(1e-13);
        }),
      );
    }
  });

  it('is refused where sizes do not fit or a number is not finite', () => {
    expect(() => tridiagonalEigen(new Float64Array(3), new Float64Array(3))).toThrow('beside: found 3 numbers');
    expect(() => tridiagonalEigen(Float64Array.of(1, NaN), new Float64Array(1))).toThrow('diagonal[1]: found NaN');
  });
});

describe('a dense symmetric matrix', () => {
  it.each([1, 2, 3, 17, 60, 200])('of %i rows has the eigenvalues that another library finds', (n) => {
    const rows = randomSymmetric(random, n);
    const { values, vectors } = symmetricEigen(flat(rows), n, { vectors: n < 100 });
    expect(spectralError(values, theirEigenvalues(rows))).toBeLessThan(1e-13);
    expect(defects(rows, values, vectors)).toBeLessThan(1e-12);
  });

  it('is the same with and without eigenvectors', () => {
    const matrix = flat(randomSymmetric(random, 25));
    expect(symmetricEigen(matrix, 25).values).toEqual(symmetricEigen(matrix, 25, { vectors: true }).values);
  });

  it.each([2e307, 1e-310])('of numbers about %d comes to an end, in the same units', (c) => {
    const rows = [
      [1, -3, 0.5],
      [-3, 2, 4],
      [0.5, 4, -4],
    ];
    const { values } = symmetricEigen(
      flat(rows).map((x) => c * x),
      3,
    );
    expect(
      spectralError(
        values.map((x) => x / c),
        theirEigenvalues(rows),
      ),
    ).toBeLessThan(1e-13);
  });

  it('is refused where it is not symmetric', () => {
    expect(() => symmetricEigen(Float64Array.of(1, 2, 3, 4), 2)).toThrow('matrix[1, 0]: found 3 beside 2');
    expect(() => symmetricEigen(Float64Array.of(1, 2, 3), 2)).toThrow('matrix: found 3 numbers');
  });
});
