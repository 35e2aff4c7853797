/** @file Logistic functions, in forms that neither overflow nor cancel. */
import { unary } from './elementary.ts';
import { exp } from './exponential.ts';
import { log1p } from './logarithm.ts';

/** 1 / (1 + e^-x), from e^-|x| so that nothing overflows. */
export const sigmoid = unary('sigmoid', (a, x) => {
  const one = a.constant(1);
  const e = exp.expansion!(a, a.neg(a.abs(x)), x, x);
  return a.div(a.select(a.less(x, a.constant(0)), e, one), a.add(one, e));
});

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|). */
export const softplus = unary('softplus', (a, x) => {
  const zero = a.constant(0);
  const e = exp.expansion!(a, a.neg(a.abs(x)), x, x);
  return a.add(a.select(a.less(x, zero), zero, x), log1p.expansion!(a, e, e, e));
});
