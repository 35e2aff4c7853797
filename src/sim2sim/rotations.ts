/** @file Unit quaternions [x, y, z, w] as plain numbers: how other engines hold rotations. */
import { atan2 } from '../core/scalar/inverse-trigonometric.ts';
import type { Matrix3, Vector3 } from '../robot/model.ts';
import { cross, dot, length, plus, times } from '../robot/pose.ts';

/** A unit quaternion, as Rapier and three.js write it; q and -q are one rotation. */
export interface Quaternion {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly w: number;
}

/** The quaternion of a rotation, from the largest of its parts, so that no small one is divided by (Shepperd 1978). */
export function quaternionOf(rotation: Matrix3): Quaternion {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = rotation;
  const squares = [1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz];
  const rows = [
    [squares[0], xy + yx, xz + zx, zy - yz],
    [xy + yx, squares[1], yz + zy, xz - zx],
    [xz + zx, yz + zy, squares[2], yx - xy],
    [zy - yz, xz - zx, yx - xy, squares[3]],
  ];
  const row = rows[squares.indexOf(Math.max(squares[0], squares[1], squares[2], squares[3]))];
  const norm = Math.sqrt(row.reduce((sum, part) => sum + part * part, 0));
  const [x, y, z, w] = row.map((part) => part / norm);
  return { x, y, z, w };
}

/** The rotation `outer` after `inner`. */
export const quaternionProduct = (outer: Quaternion, inner: Quaternion): Quaternion => ({
  x: outer.w * inner.x + outer.x * inner.w + outer.y * inner.z - outer.z * inner.y,
  y: outer.w * inner.y - outer.x * inner.z + outer.y * inner.w + outer.z * inner.x,
  z: outer.w * inner.z + outer.x * inner.y - outer.y * inner.x + outer.z * inner.w,
  w: outer.w * inner.w - outer.x * inner.x - outer.y * inner.y - outer.z * inner.z,
});

/** The rotation back. */
export const conjugate = ({ x, y, z, w }: Quaternion): Quaternion => ({ x: -x, y: -y, z: -z, w });

/** A vector, turned. */
export function turned({ x, y, z, w }: Quaternion, vector: Vector3): Vector3 {
  const imaginary: Vector3 = [x, y, z];
  const twice = times(2, cross(imaginary, vector));
  return plus(plus(vector, times(w, twice)), cross(imaginary, twice));
}

/** Angle about a unit axis of the turn about it that is nearest to a rotation, in [-pi, pi] (swing-twist decomposition). */
export function angleAbout(axis: Vector3, { x, y, z, w }: Quaternion): number {
  const along = dot(axis, [x, y, z]);
  // q and -q are one rotation: the one with w >= 0 turns by less than half a turn
  return w < 0 ? 2 * atan2.value(-along, -w, 0) : 2 * atan2.value(along, w, 0);
}

/** A rotation that takes x to a unit axis. */
export function rotationTowards(axis: Vector3): Quaternion {
  // one of two directions is far from the axis
  const side = cross(axis, Math.abs(axis[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]);
  const y = times(1 / length(side), side);
  const z = cross(axis, y);
  return quaternionOf([axis[0], y[0], z[0], axis[1], y[1], z[1], axis[2], y[2], z[2]]);
}
