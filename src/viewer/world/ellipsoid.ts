/** @file The ellipsoid of a covariance: its axes are the eigenvectors, its radii so many standard deviations. */
import { Matrix4 } from 'three';
import { eigenSymmetric3 } from '../../robot/eigen3.ts';
import type { Matrix3 } from '../../robot/model.ts';

/** Places a unit ball where a covariance [3, 3], m^2, around `mean` has so many standard deviations; null where it has none. */
export function ellipsoidMatrix(
  mean: ArrayLike<number>,
  covariance: ArrayLike<number>,
  deviations: number,
): Matrix4 | null {
  if (!Array.from(covariance).every(Number.isFinite) || !Array.from(mean).every(Number.isFinite)) return null;
  const { values, vectors: v } = eigenSymmetric3(Array.from(covariance) as unknown as Matrix3);
  const [x, y, z] = values.map((value) => Math.max(deviations * Math.sqrt(Math.max(value, 0)), 1e-5));
  // prettier-ignore
  return new Matrix4().set(
    v[0] * x, v[1] * y, v[2] * z, mean[0],
    v[3] * x, v[4] * y, v[5] * z, mean[1],
    v[6] * x, v[7] * y, v[8] * z, mean[2],
    0, 0, 0, 1,
  );
}
