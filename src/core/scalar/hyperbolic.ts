/** @file The hyperbolic tangent. */
import { unary } from './elementary.ts';
import { expm1 } from './exponential.ts';

/** tanh x = -e / (e + 2) with e = expm1(-2 |x|), and the sign of x. */
export const tanh = unary('tanh', (a, x) => {
  const e = expm1.expansion!(a, a.mul(a.constant(-2), a.abs(x)), x, x);
  return a.copySign(a.div(e, a.add(e, a.constant(2))), x);
});
