/** @file What a knot's Jacobians A and B carry back from where it leads: gradients and curvatures, by all entries or by those that are not known. */
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { concat, slice, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { symmetricProduct } from './riccati-products.ts';

/** Of a knot that leads to A x + B u. */
export interface Jacobians {
  /** A' w [n] and B' w [m], of w [n]. */
  readonly gradients: (w: PopulationTensor) => { readonly x: PopulationTensor; readonly u: PopulationTensor };
  /** A' W A [n, n], B' W A [m, n] and B' W B [m, m], of a symmetric W [n, n]. */
  readonly curvatures: (W: PopulationTensor) => {
    readonly xx: PopulationTensor;
    readonly ux: PopulationTensor;
    readonly uu: PopulationTensor;
  };
}

/** Of any A [n, n] and B [n, m]. */
export function denseJacobians(A: PopulationTensor, B: PopulationTensor): Jacobians {
  const [At, Bt] = [transpose(A), transpose(B)];
  return {
    gradients: (w) => ({ x: matmul(At, w), u: matmul(Bt, w) }),
    curvatures: (W) => {
      const WA = matmul(W, A);
      return { xx: symmetricProduct(A, WA), ux: matmul(Bt, WA), uu: symmetricProduct(B, matmul(W, B)) };
    },
  };
}

/**
 * Of a step that moves q by `period` times the new velocity: A = E + P C and B = P D, with the velocities' rows C [n / 2, n] and
 * D [n / 2, m], P = [period I; I] and E = [I 0; 0 0]. Other rows are not read.
 */
export function semiImplicitJacobians(A: PopulationTensor, B: PopulationTensor, period: number): Jacobians {
  const [n, m] = B.shape;
  const half = n / 2;
  const [C, D] = [slice(A, [half, 0], [n, n]), slice(B, [half, 0], [n, m])];
  const [Ct, Dt] = [transpose(C), transpose(D)];
  const none = zeros([half, half]);
  const squared = (x: PopulationTensor, row: number, column: number): PopulationTensor =>
    slice(x, [row, column], [row + half, column + half]);
  return {
    gradients: (w) => {
      const [wq, wv] = [slice(w, [0], [half]), slice(w, [half], [n])];
      const Pw = add(mul(period, wq), wv);
      return { x: add(concat([wq, zeros([half])]), matmul(Ct, Pw)), u: matmul(Dt, Pw) };
    },
    curvatures: (W) => {
      const WP = add(mul(period, slice(W, [0, 0], [n, half])), slice(W, [0, half], [n, n]));
      const PWP = add(mul(period, squared(WP, 0, 0)), squared(WP, half, 0));
      const PWE = concat([transpose(squared(WP, 0, 0)), none], 1);
      const EWE = concat([concat([squared(W, 0, 0), none], 1), zeros([half, n])]);
      const PWA = add(matmul(PWP, C), PWE);
      return {
        xx: add(EWE, symmetricProduct(concat([C, PWE]), concat([PWA, C]))),
        ux: matmul(Dt, PWA),
        uu: symmetricProduct(D, matmul(PWP, D)),
      };
    },
  };
}

/** A Jacobian's entry may be off by this part of the terms that it is the sum of: rounding. */
const roundingOfEntry = 2 ** -50;

/** Whether the rows of q of all A [N, n, n] and B [N, n, m] are those of a step that moves q by `period` times the new velocity. */
export function areSemiImplicit(
  { A, B }: { readonly A: Float64Array; readonly B: Float64Array },
  { n, m, period }: { readonly n: number; readonly m: number; readonly period: number },
): boolean {
  return n % 2 === 0 && followsVelocity(A, n, n, period, 1) && followsVelocity(B, n, m, period, 0);
}

/** Whether rows of q are `unit` times the unit matrix, and `period` times those of v. */
function followsVelocity(rows: Float64Array, n: number, columns: number, period: number, unit: number): boolean {
  const half = (n / 2) * columns;
  for (let begin = 0; begin < rows.length; begin += 2 * half)
    for (let row = 0; row < half; row += columns)
      for (let i = begin + row, column = 0; column < columns; i++, column++) {
        const known = column * columns === row ? unit : 0;
        const moved = period * rows[half + i];
        if (!(Math.abs(rows[i] - known - moved) <= roundingOfEntry * (known + Math.abs(moved)))) return false;
      }
  return true;
}
