/** @file Derivatives of a function of one number, by all orders of modes. */
import { grad, jvp } from '../../src/core/derivative/functions.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';

export type Scalar = (x: PopulationTensor) => PopulationTensor;

const one = tensor(1);
export const tangent =
  (f: Scalar): Scalar =>
  (x) =>
    jvp(f, x, one).tangent;

/** r: reverse, f: forward, the last applied first; the number of letters is the order. */
export const modes: Readonly<Record<string, (f: Scalar) => Scalar>> = {
  r: grad,
  f: tangent,
  rr: (f) => grad(grad(f)),
  fr: (f) => tangent(grad(f)),
  rf: (f) => grad(tangent(f)),
  ff: (f) => tangent(tangent(f)),
  rrr: (f) => grad(grad(grad(f))),
  frr: (f) => tangent(grad(grad(f))),
  rfr: (f) => grad(tangent(grad(f))),
  rrf: (f) => grad(grad(tangent(f))),
  ffr: (f) => tangent(tangent(grad(f))),
};
