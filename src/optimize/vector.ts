/** @file The few vector operations that methods share. */

export type Vector = Float64Array | readonly number[];

export function dot(a: Vector, b: Vector): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** Euclidean norm, without overflow or underflow. */
export function norm(x: Vector): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] / largest) ** 2;
  return largest * Math.sqrt(total);
}

/** y + factor x. */
export const addScaled = (y: Vector, factor: number, x: Vector): Float64Array =>
  Float64Array.from(y, (value, i) => value + factor * x[i]);

export const scaled = (factor: number, x: Vector): Float64Array => Float64Array.from(x, (value) => factor * value);
