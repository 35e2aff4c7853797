/** @file Logarithms: exponent and significand apart, the significand's by the inverse hyperbolic tangent. */
import type { BasicArithmetic } from './arithmetic.ts';
import { fastTwoSum, type Pair, polynomial, twoSum, unary } from './elementary.ts';
import { logTwo } from './exponential.ts';

/** Of (2 artanh(s) - 2 s) / s^3 in powers of s^2, |s| <= 0.172; error 2^-59 of the whole. */
const atanhTail = [
  0.6666666666666734, 0.39999999999416347, 0.2857142874202164, 0.2222219861014233, 0.1818356243893189,
  0.15314097962217044, 0.14795483957696354,
];

export interface Significand<T> {
  /** x = 2^exponent (1 + fraction), 1 + fraction in [sqrt(1/2), sqrt(2)); exact. */
  readonly exponent: T;
  readonly fraction: T;
}

/** Exponent and significand of a positive number, subnormal ones included. */
export function significand<T>(a: BasicArithmetic<T>, x: T): Significand<T> {
  const isSmall = a.less(x, a.constant(2 ** -1022));
  const normal = a.select(isSmall, a.mul(x, a.constant(2 ** 54)), x);
  const raw = a.exponent(normal);
  const half = a.floor(a.mul(raw, a.constant(0.5)));
  const m = a.mul(a.mul(normal, a.powerOfTwo(a.neg(half))), a.powerOfTwo(a.sub(half, raw)));
  const isHigh = a.less(a.constant(Math.SQRT2), m);
  const factor = a.select(isHigh, a.constant(0.5), a.constant(1));
  const shift = a.select(isSmall, a.constant(-54), a.constant(0));
  return {
    exponent: a.add(a.add(raw, shift), a.select(isHigh, a.constant(1), a.constant(0))),
    fraction: a.sub(a.mul(m, factor), a.constant(1)),
  };
}

/** exponent log 2 + log(1 + fraction) + correction. */
function logOfParts<T>(a: BasicArithmetic<T>, { exponent, fraction }: Significand<T>, correction?: T, offset?: T): T {
  const s = a.div(fraction, a.add(a.constant(2), fraction));
  const z = a.mul(s, s);
  const series = a.mul(z, polynomial(a, z, atanhTail));
  const halfSquare = a.mul(a.constant(0.5), a.mul(fraction, fraction));
  const low = a.mul(exponent, a.constant(logTwo.low));
  const rest = a.add(a.mul(s, a.add(halfSquare, series)), correction === undefined ? low : a.add(low, correction));
  const multiple = a.mul(exponent, a.constant(logTwo.high));
  if (offset === undefined) return a.add(multiple, a.sub(fraction, a.sub(halfSquare, rest)));
  const first = twoSum(a, offset, multiple);
  return a.add(first.high, a.sub(fraction, a.sub(halfSquare, a.add(rest, first.low))));
}

/** The value for 0 < x < Infinity, and what IEEE 754 asks for elsewhere. */
function withSpecials<T>(a: BasicArithmetic<T>, x: T, value: T): T {
  const zero = a.constant(0);
  const finite = a.select(a.equal(x, a.constant(Infinity)), x, value);
  const notBelow = a.select(
    a.less(x, zero),
    a.constant(NaN),
    a.select(a.equal(x, zero), a.constant(-Infinity), finite),
  );
  return a.select(a.equal(x, x), notBelow, x);
}

/** Natural logarithm of every positive number; -Infinity at 0. */
export const log = unary('log', (a, x) => withSpecials(a, x, logOfParts(a, significand(a, x))));

/** log(1 + x) without cancellation near 0. */
export const log1p = unary('log1p', (a, x) => {
  const one = a.constant(1);
  const sum = a.add(one, x);
  // what rounding 1 + x has lost, relative to the sum
  const lost = a.select(a.less(one, x), a.sub(one, a.sub(sum, x)), a.sub(x, a.sub(sum, one)));
  const value = logOfParts(a, significand(a, sum), a.div(lost, sum));
  return a.select(a.equal(x, a.constant(0)), x, withSpecials(a, sum, value));
});

/** offset + log(1 + x.high + x.low) for x in [0, 1]. */
export function log1pOfPair<T>(a: BasicArithmetic<T>, x: Pair<T>, offset: T): T {
  const sum = fastTwoSum(a, a.constant(1), x.high);
  return logOfParts(a, significand(a, sum.high), a.div(a.add(sum.low, x.low), sum.high), offset);
}
