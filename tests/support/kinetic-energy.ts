/** @file The mass matrix from Jacobians in world axes, and whether it is regular: a reference without recursion. */
import type { RobotModel } from '../../src/robot/model.ts';

type Matrix = readonly (readonly number[])[];

const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const transposed = (a: Matrix): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
const apply = (a: Matrix, x: readonly number[]): number[] =>
  a.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0));
const add = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]);
const cross = (a: readonly number[], b: readonly number[]): number[] =>
  [0, 1, 2].map((i) => a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3]);
const square = (values: readonly number[]): Matrix => [0, 3, 6].map((i) => values.slice(i, i + 3));

/** Turn by an angle about a unit axis. */
const turn = ([x, y, z]: readonly number[], angle: number): Matrix => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [
    [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
    [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
    [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
  ];
};

/** Sums over bodies of m Jv'Jv + Jw' (R I R') Jw, and per coordinate what it would be about the worst axis. */
export function referenceMassMatrix(model: RobotModel, q: readonly number[]): { M: number[][]; reference: number[] } {
  const M = Array.from({ length: model.nv }, () => new Array<number>(model.nv).fill(0));
  const reference = new Array<number>(model.nv).fill(0);
  const poses: { R: Matrix; p: number[] }[] = [];
  model.joints.forEach((joint, i) => {
    const parent = poses[joint.parent] ?? { R: square([1, 0, 0, 0, 1, 0, 0, 0, 1]), p: [0, 0, 0] };
    const at = (joint.mimic?.multiplier ?? 1) * q[joint.qIndex] + (joint.mimic?.offset ?? 0);
    const R = product(parent.R, square(joint.placement.rotation));
    const p = add(parent.p, apply(parent.R, joint.placement.translation));
    poses[i] =
      joint.type === 'prismatic'
        ? { R, p: add(p, apply(R, joint.axis.map((value) => value * at))) } // prettier-ignore
        : { R: product(R, turn(joint.axis, at)), p };
  });
  model.bodies.forEach(({ inertia }, b) => {
    const center = add(poses[b].p, apply(poses[b].R, inertia.centerOfMass));
    const I = product(product(poses[b].R, square(inertia.inertia)), transposed(poses[b].R));
    const columns = new Map<number, { v: number[]; w: number[] }>();
    for (let j = b; j >= 0; j = model.joints[j].parent) {
      const { type, axis, qIndex, mimic } = model.joints[j];
      const g = mimic?.multiplier ?? 1;
      const z = apply(poses[j].R, axis).map((value) => g * value);
      const lever = add(center, poses[j].p.map((value) => -value)); // prettier-ignore
      const slides = type === 'prismatic';
      const own = columns.get(qIndex) ?? { v: [0, 0, 0], w: [0, 0, 0] };
      columns.set(qIndex, {
        v: add(own.v, slides ? z : cross(z, lever)),
        w: add(own.w, slides ? [0, 0, 0] : z),
      });
      const trace = I[0][0] + I[1][1] + I[2][2];
      reference[qIndex] +=
        g * g * (slides ? inertia.mass : inertia.mass * lever.reduce((s, x) => s + x * x, 0) + trace);
    }
    for (const [i, a] of columns)
      for (const [j, c] of columns) {
        const Ic = apply(I, c.w);
        M[i][j] +=
          inertia.mass * a.v.reduce((s, x, k) => s + x * c.v[k], 0) + a.w.reduce((s, x, k) => s + x * Ic[k], 0);
      }
  });
  for (const { armature, qIndex, mimic } of model.joints) {
    const own = armature * (mimic?.multiplier ?? 1) ** 2;
    M[qIndex][qIndex] += own;
    reference[qIndex] += own;
  }
  return { M, reference };
}

/** Eigenvalues of a symmetric matrix by cyclic Jacobi rotations, ascending. */
export function eigenvalues(matrix: Matrix): number[] {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (a[p][q] === 0) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
        for (let k = 0; k < n; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
        a[p][q] = a[q][p] = 0;
      }
  return a.map((row, i) => row[i]).sort((x, y) => x - y);
}

/** Eigenvalues of the mass matrix in units in which the worst axis has 1; a coordinate without any mass has 0. */
export function scaledEigenvalues(model: RobotModel, q: readonly number[]): number[] {
  const { M, reference } = referenceMassMatrix(model, q);
  const scale = reference.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
  return eigenvalues(M.map((row, i) => row.map((value, j) => value * scale[i] * scale[j])));
}
