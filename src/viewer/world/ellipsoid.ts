/** @file The ellipsoid of a covariance: its axes are the eigenvectors, its radii so many standard deviations. */
import { Matrix4 } from 'three';

/** Sweeps after which three axes are at rest to the last bit. */
const sweeps = 12;

/** Eigenvalues and eigenvectors of a symmetric matrix [3, 3], row by row: Jacobi's rotations (Golub and Van Loan 2013, sec. 8.5). */
export function eigenOfSymmetric(matrix: ArrayLike<number>): {
  readonly values: readonly [number, number, number];
  /** Columns, one a value. */
  readonly vectors: readonly number[];
} {
  const a = Array.from({ length: 9 }, (_, i) => matrix[i]);
  const v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const rotate = (m: number[], p: number, q: number, c: number, s: number, byRows: boolean): void => {
    for (let k = 0; k < 3; k++) {
      const [i, j] = byRows ? [3 * p + k, 3 * q + k] : [3 * k + p, 3 * k + q];
      [m[i], m[j]] = [c * m[i] - s * m[j], s * m[i] + c * m[j]];
    }
  };
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const off = a[3 * p + q];
      if (off === 0) continue;
      const theta = (a[3 * q + q] - a[3 * p + p]) / (2 * off);
      const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(tangent * tangent + 1);
      rotate(a, p, q, c, tangent * c, true);
      rotate(a, p, q, c, tangent * c, false);
      rotate(v, p, q, c, tangent * c, false);
    }
  return { values: [a[0], a[4], a[8]], vectors: v };
}

/** Places a unit ball where a covariance [3, 3], m^2, around `mean` has so many standard deviations; null where it has none. */
export function ellipsoidMatrix(
  mean: ArrayLike<number>,
  covariance: ArrayLike<number>,
  deviations: number,
): Matrix4 | null {
  if (!Array.from(covariance).every(Number.isFinite) || !Array.from(mean).every(Number.isFinite)) return null;
  const { values, vectors: v } = eigenOfSymmetric(covariance);
  const [x, y, z] = values.map((value) => Math.max(deviations * Math.sqrt(Math.max(value, 0)), 1e-5));
  // prettier-ignore
  return new Matrix4().set(
    v[0] * x, v[1] * y, v[2] * z, mean[0],
    v[3] * x, v[4] * y, v[5] * z, mean[1],
    v[6] * x, v[7] * y, v[8] * z, mean[2],
    0, 0, 0, 1,
  );
}
