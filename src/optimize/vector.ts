/** @file The few vector operations that methods share. */

export type Vector = Float64Array | readonly number[];

export function dot(a: Vector, b: Vector): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/**
 * Euclidean norm of each member's vector, without overflow or underflow. The vectors lie in parts one after another, as leaves of a
 * tree: `part[element * members + member]`.
 */
export function memberNorms(parts: readonly Float64Array[], members: number): Float64Array {
  const largest = new Float64Array(members);
  const totals = new Float64Array(members);
  for (const part of parts)
    for (let at = 0; at < part.length; at += members)
      for (let m = 0; m < members; m++) largest[m] = Math.max(largest[m], Math.abs(part[at + m]));
  for (const part of parts)
    for (let at = 0; at < part.length; at += members)
      for (let m = 0; m < members; m++) {
        const ratio = part[at + m] / largest[m];
        totals[m] += ratio * ratio;
      }
  const isScale = (value: number): boolean => value > 0 && value < Infinity;
  return largest.map((scale, m) => (isScale(scale) ? scale * Math.sqrt(totals[m]) : scale));
}

/** Euclidean norm, without overflow or underflow. */
export const norm = (x: Float64Array): number => memberNorms([x], 1)[0];

/** y + factor x. */
export function addScaled(y: Vector, factor: number, x: Vector): Float64Array {
  const sum = new Float64Array(y.length);
  for (let i = 0; i < sum.length; i++) sum[i] = y[i] + factor * x[i];
  return sum;
}

export function scaled(factor: number, x: Vector): Float64Array {
  const product = new Float64Array(x.length);
  for (let i = 0; i < product.length; i++) product[i] = factor * x[i];
  return product;
}
