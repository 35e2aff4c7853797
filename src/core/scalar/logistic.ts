/** @file Logistic functions, in forms that neither overflow nor cancel. */
import type { BasicArithmetic } from './arithmetic.ts';
import { fastTwoSum, type Pair, pairQuotient, unary } from './elementary.ts';
import { powerParts, scale, significandOfPower } from './exponential.ts';
import { log1pOfPair } from './logarithm.ts';

/** e^-|x| = 2^k (significand). */
function decay<T>(a: BasicArithmetic<T>, x: T): { readonly k: T; readonly significand: Pair<T> } {
  const power = powerParts(a, a.neg(a.min(a.abs(x), a.constant(746))));
  return { k: power.k, significand: significandOfPower(a, power) };
}

/** 1 / (1 + e^-x), from e^-|x| so that nothing overflows. */
export const sigmoid = unary('sigmoid', (a, x) => {
  const [zero, one] = [a.constant(0), a.constant(1)];
  const { k, significand: e } = decay(a, x);
  // below 2^-1022 the power no longer changes 1 + e^-|x|
  const factor = a.powerOfTwo(a.max(k, a.constant(-1022)));
  const sum = fastTwoSum(a, one, a.mul(factor, e.high));
  const isNegative = a.less(x, zero);
  const quotient = pairQuotient(
    a,
    { high: a.select(isNegative, e.high, one), low: a.select(isNegative, e.low, zero) },
    { high: sum.high, low: a.add(sum.low, a.mul(factor, e.low)) },
  );
  return scale(a, quotient, a.select(isNegative, k, zero));
});

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|). */
export const softplus = unary('softplus', (a, x) => {
  const { k, significand } = decay(a, x);
  const e = { high: scale(a, significand.high, k), low: scale(a, significand.low, k) };
  const value = log1pOfPair(a, e, a.max(x, a.constant(0)));
  // e - e^2/2, whose next term is below 2^-61 of it
  const small = a.add(e.high, a.sub(e.low, a.mul(a.constant(0.5), a.mul(e.high, e.high))));
  const notLarge = a.select(a.less(x, a.constant(-21)), small, value);
  return a.select(a.equal(x, a.constant(Infinity)), x, notLarge);
});
