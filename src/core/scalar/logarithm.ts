/** @file Logarithms: exponent and significand apart, the significand's by the series of the inverse hyperbolic tangent. */
import type { BasicArithmetic } from './arithmetic.ts';
import { polynomial, unary } from './elementary.ts';
import { logTwo } from './exponential.ts';

/** 2/3, 2/5, … of 2 atanh(s) = 2 s + 2/3 s^3 + …; |s| <= 0.172. */
const atanhSeries = Array.from({ length: 11 }, (_, k) => 2 / (2 * k + 3));

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
function logOfParts<T>(a: BasicArithmetic<T>, exponent: T, fraction: T, correction?: T): T {
  const s = a.div(fraction, a.add(a.constant(2), fraction));
  const z = a.mul(s, s);
  const series = a.mul(z, polynomial(a, z, atanhSeries));
  const halfSquare = a.mul(a.constant(0.5), a.mul(fraction, fraction));
  const low = a.mul(exponent, a.constant(logTwo.low));
  const rest = a.add(a.mul(s, a.add(halfSquare, series)), correction === undefined ? low : a.add(low, correction));
  return a.add(a.mul(exponent, a.constant(logTwo.high)), a.sub(fraction, a.sub(halfSquare, rest)));
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
export const log = unary('log', (a, x) => {
  const { exponent, fraction } = significand(a, x);
  return withSpecials(a, x, logOfParts(a, exponent, fraction));
});

/** log(1 + x) without cancellation near 0. */
export const log1p = unary('log1p', (a, x) => {
  const one = a.constant(1);
  const sum = a.add(one, x);
  // what rounding 1 + x has lost, relative to the sum
  const lost = a.select(a.less(one, x), a.sub(one, a.sub(sum, x)), a.sub(x, a.sub(sum, one)));
  const { exponent, fraction } = significand(a, sum);
  const value = logOfParts(a, exponent, fraction, a.div(lost, sum));
  return a.select(a.equal(x, a.constant(0)), x, withSpecials(a, sum, value));
});
