/** @file Losses written out by hand with their Hessians, whose flows are known in closed form. */
import type { Gradient, HessianProduct } from '../../src/learning/flow/gradient-flow.ts';

/** A loss, its gradient, and products of its Hessian. */
export interface ToyLoss {
  readonly gradient: Gradient;
  readonly product: HessianProduct;
}

/** x' A x / 2 for a matrix by rows. */
export function quadraticLoss(rows: readonly (readonly number[])[]): ToyLoss {
  const times = (v: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => row.reduce((sum, entry, j) => sum + entry * v[j], 0));
  return {
    gradient: (x) => {
      const gradient = times(x);
      return { loss: gradient.reduce((sum, g, i) => sum + (g * x[i]) / 2, 0), gradient };
    },
    product: (_x, v) => times(v),
  };
}

/** (x y - 1)^2 / 2: its flow keeps x^2 - y^2, and its sharpness at a minimum is x^2 + y^2. */
export const toy: ToyLoss = {
  gradient: ([x, y]) => {
    const r = x * y - 1;
    return { loss: (r * r) / 2, gradient: Float64Array.of(r * y, r * x) };
  },
  product: ([x, y], [a, b]) => {
    const mixed = 2 * x * y - 1;
    return Float64Array.of(y * y * a + mixed * b, mixed * a + x * x * b);
  },
};

/** An orthogonal matrix by rows: the reflection by a vector. */
export function reflection(by: readonly number[]): number[][] {
  const square = by.reduce((sum, b) => sum + b * b, 0);
  return by.map((a, i) => by.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / square));
}

/** Q diag(values) Q' for a symmetric orthogonal Q. */
export const withEigenvalues = (Q: readonly (readonly number[])[], values: readonly number[]): number[][] =>
  Q.map((row) => Q.map((other) => row.reduce((sum, q, k) => sum + q * values[k] * other[k], 0)));
