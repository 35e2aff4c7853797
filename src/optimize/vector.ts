/** @file The few vector operations that methods share. */

export type Vector = Float64Array | readonly number[];

export function dot(a: Vector, b: Vector): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

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
