/** @file Plain vectors: sums of products in a fixed order. */

/** x'y, entry by entry in their order. */
export function dotProduct(x: Float64Array, y: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i] * y[i];
  return total;
}

/** x - y. */
export const difference = (x: Float64Array, y: Float64Array): Float64Array => x.map((entry, i) => entry - y[i]);
