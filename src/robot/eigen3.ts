/** @file Eigenvalues and eigenvectors of a symmetric 3 x 3 matrix by cyclic Jacobi rotations (Golub and Van Loan 2013, sec. 8.5). */
import type { Matrix3, Vector3 } from './model.ts';

export interface Eigen3 {
  /** Ascending. */
  readonly values: Vector3;
  /** Row-major; column k belongs to value k. */
  readonly vectors: Matrix3;
}

export function eigenSymmetric3(matrix: Matrix3): Eigen3 {
  const a = [...matrix];
  const v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < 32; sweep++) {
    if (Math.abs(a[1]) + Math.abs(a[2]) + Math.abs(a[5]) === 0) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      annihilate(a, v, p, q);
  }
  const order = [0, 1, 2].sort((i, j) => a[4 * i] - a[4 * j]);
  return {
    values: order.map((i) => a[4 * i]) as unknown as Vector3,
    vectors: [0, 1, 2].flatMap((row) => order.map((i) => v[3 * row + i])) as unknown as Matrix3,
  };
}

/** Turns the plane (p, q) so that entry (p, q) becomes zero. */
function annihilate(a: number[], v: number[], p: number, q: number): void {
  const apq = a[3 * p + q];
  if (apq === 0) return;
  const theta = (a[4 * q] - a[4 * p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < 3; k++) {
    const [x, y] = [a[3 * k + p], a[3 * k + q]];
    [a[3 * k + p], a[3 * k + q]] = [c * x - s * y, s * x + c * y];
  }
  for (let k = 0; k < 3; k++) {
    const [x, y] = [a[3 * p + k], a[3 * q + k]];
    [a[3 * p + k], a[3 * q + k]] = [c * x - s * y, s * x + c * y];
    const [vx, vy] = [v[3 * k + p], v[3 * k + q]];
    [v[3 * k + p], v[3 * k + q]] = [c * vx - s * vy, s * vx + c * vy];
  }
  a[3 * p + q] = a[3 * q + p] = 0;
}
