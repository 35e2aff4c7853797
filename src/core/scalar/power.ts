/** @file Powers with a real exponent: e^(y log x), with log x to twice the precision. */
import type { BasicArithmetic } from './arithmetic.ts';
import { binary, fastTwoSum, type Pair, pairProduct, polynomial, twoProduct, twoSum } from './elementary.ts';
import { expOfSum, logTwo } from './exponential.ts';
import { significand } from './logarithm.ts';

/** What 32 + 53 bits of log 2 leave. */
const logTwoRest = 1.1612227229362532e-26;
/** Of (2 artanh(s) - 2 s - 2/3 s^3) / s^5 in powers of s^2; error 2^-65 of the whole. */
const atanhRest = [
  0.40000000000002256, 0.28571428570100044, 0.22222222519828377, 0.1818178437623172, 0.15386756877161054,
  0.13256829040898188, 0.1319621783064971,
];
const twoThirds = { high: 2 / 3, low: 3.700743415417188e-17 };

/** log of a positive finite number as a pair, relative error about 2^-65. */
function logPair<T>(a: BasicArithmetic<T>, x: T): Pair<T> {
  const { exponent, fraction: f } = significand(a, x);
  const sum = twoSum(a, a.constant(2), f);
  const head = a.div(f, sum.high);
  const back = twoProduct(a, head, sum.high);
  const s = { high: head, low: a.div(a.sub(a.sub(a.sub(f, back.high), back.low), a.mul(head, sum.low)), sum.high) };
  const z = pairProduct(a, s, s);
  const cubic = pairProduct(a, pairProduct(a, s, z), {
    high: a.constant(twoThirds.high),
    low: a.constant(twoThirds.low),
  });
  const rest = a.mul(a.mul(s.high, a.mul(z.high, z.high)), polynomial(a, z.high, atanhRest));
  const linear = { high: a.mul(a.constant(2), s.high), low: a.mul(a.constant(2), s.low) };
  const series = fastTwoSum(a, linear.high, cubic.high);
  const low = a.add(a.add(series.low, a.add(linear.low, cubic.low)), rest);
  const whole = twoSum(a, a.mul(exponent, a.constant(logTwo.high)), series.high);
  const fine = twoProduct(a, exponent, a.constant(logTwo.low));
  const middle = twoSum(a, whole.low, fine.high);
  const last = a.add(a.add(middle.low, a.add(fine.low, a.mul(exponent, a.constant(logTwoRest)))), low);
  const first = twoSum(a, whole.high, middle.high);
  return fastTwoSum(a, first.high, a.add(first.low, last));
}

/** |x|^y for y within +-1e20, 0 and infinity included. */
function powerOfMagnitude<T>(a: BasicArithmetic<T>, magnitude: T, y: T): T {
  const [zero, infinity] = [a.constant(0), a.constant(Infinity)];
  const logarithm = logPair(a, magnitude);
  const product = twoProduct(a, logarithm.high, y);
  const exponent = fastTwoSum(a, product.high, a.add(product.low, a.mul(logarithm.low, y)));
  const finite = expOfSum(a, exponent.high, exponent.low);
  const rising = a.less(zero, y);
  const atZero = a.select(rising, zero, infinity);
  const atInfinity = a.select(rising, infinity, zero);
  return a.select(a.equal(magnitude, zero), atZero, a.select(a.equal(magnitude, infinity), atInfinity, finite));
}

/** x^y with the special cases of C99; zeros have no sign, so that 0^y is +infinity for all negative y. */
export const pow = binary('pow', (a, x, y) => {
  const [zero, one, infinity, nan] = [a.constant(0), a.constant(1), a.constant(Infinity), a.constant(NaN)];
  const magnitude = a.abs(x);
  const largest = a.constant(1e20);
  const bounded = a.select(a.less(largest, y), largest, a.select(a.less(y, a.neg(largest)), a.neg(largest), y));
  const value = powerOfMagnitude(a, magnitude, bounded);
  const isInteger = a.equal(a.floor(y), y);
  const half = a.mul(y, a.constant(0.5));
  const isOdd = a.mul(isInteger, a.less(a.floor(half), half));
  const isNegative = a.less(x, zero);
  const signed = a.select(a.mul(isNegative, isOdd), a.neg(value), value);
  const isUndefined = a.mul(a.mul(a.less(x, zero), a.less(magnitude, infinity)), a.less(isInteger, one));
  const defined = a.select(isUndefined, nan, signed);
  const ordered = a.select(a.equal(x, x), a.select(a.equal(y, y), defined, y), x);
  const isOne = a.equal(magnitude, one);
  const atOne = a.select(a.mul(isOne, a.equal(a.abs(y), infinity)), one, ordered);
  return a.select(a.equal(y, zero), one, a.select(a.equal(x, one), one, atOne));
});
