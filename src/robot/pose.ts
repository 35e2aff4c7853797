/** @file Poses and 3 x 3 matrices as plain numbers: what reading a robot file and drawing it need. */
import { cos, sin } from '../core/scalar/trigonometric.ts';
import type { Matrix3, Pose, Vector3 } from './model.ts';

export const identityPose: Pose = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };

/** A x, row-major. */
export const rotate = (a: Matrix3, [x, y, z]: Vector3): Vector3 => [
  a[0] * x + a[1] * y + a[2] * z,
  a[3] * x + a[4] * y + a[5] * z,
  a[6] * x + a[7] * y + a[8] * z,
];

export const transposed = (a: Matrix3): Matrix3 => [a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]];

/** A B, row-major. */
export function product(a: Matrix3, b: Matrix3): Matrix3 {
  const column = (j: number): Vector3 => rotate(a, [b[j], b[3 + j], b[6 + j]]);
  const [x, y, z] = [column(0), column(1), column(2)];
  return [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]];
}

export const plus = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const times = (factor: number, [x, y, z]: Vector3): Vector3 => [factor * x, factor * y, factor * z];
export const length = ([x, y, z]: Vector3): number => Math.sqrt(x * x + y * y + z * z);

export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** a b'. */
export const outer = (a: Vector3, b: Vector3): Matrix3 => a.flatMap((x) => b.map((y) => x * y)) as unknown as Matrix3;

export const addMatrices = (a: Matrix3, b: Matrix3): Matrix3 => a.map((value, i) => value + b[i]) as unknown as Matrix3;
export const scaleMatrix = (factor: number, a: Matrix3): Matrix3 =>
  a.map((value) => factor * value) as unknown as Matrix3;

/** `outer` after `inner`: the pose of a grandchild in the parent. */
export const compose = (outer: Pose, inner: Pose): Pose => ({
  rotation: product(outer.rotation, inner.rotation),
  translation: plus(rotate(outer.rotation, inner.translation), outer.translation),
});

export const isFinitePose = ({ rotation, translation }: Pose): boolean =>
  rotation.every(Number.isFinite) && translation.every(Number.isFinite);

/** Rotation of URDF's fixed-axis angles (rad): about x by roll, then y by pitch, then z by yaw. Exact at right angles written to full precision. */
export function rotationFromRollPitchYaw([roll, pitch, yaw]: Vector3): Matrix3 {
  const [cr, sr] = [cos.value(roll, 0, 0), sin.value(roll, 0, 0)];
  const [cp, sp] = [cos.value(pitch, 0, 0), sin.value(pitch, 0, 0)];
  const [cy, sy] = [cos.value(yaw, 0, 0), sin.value(yaw, 0, 0)];
  const entries = [
    cy * cp,
    cy * sp * sr - sy * cr,
    cy * sp * cr + sy * sr,
    sy * cp,
    sy * sp * sr + cy * cr,
    sy * sp * cr - cy * sr,
    -sp,
    cp * sr,
    cp * cr,
  ];
  return entries.map(snap) as unknown as Matrix3;
}

/** An entry that is 0 or +-1 up to the rounding of pi/2 is made exact: exact zeros vanish from the compiled dynamics. */
export function snap(entry: number): number {
  const whole = Math.round(entry);
  return Math.abs(entry - whole) < 1e-15 ? whole + 0 : entry;
}

/** Inertia m ((c.c) 1 - c c') of a point mass at c. */
export function pointInertia(mass: number, [x, y, z]: Vector3): Matrix3 {
  const [xx, yy, zz] = [x * x, y * y, z * z];
  return scaleMatrix(mass, [yy + zz, -x * y, -x * z, -x * y, xx + zz, -y * z, -x * z, -y * z, xx + yy]);
}
