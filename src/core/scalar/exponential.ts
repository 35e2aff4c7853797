/** @file Exponential functions by reduction modulo log 2 and a Taylor polynomial. */
import type { BasicArithmetic } from './arithmetic.ts';
import { fastTwoSum, polynomial, unary } from './elementary.ts';

/** log 2 in 32 leading bits and the rest, so that integer multiples of the first are exact. */
export const logTwo = { high: 0.6931471803691238, low: 1.9082149292705877e-10 };

/** 1/2!, 1/3!, … 1/14!. */
const taylor = Array.from({ length: 13 }, (_, k) =>
  Array.from({ length: k + 2 }, (_, i) => i + 1).reduce((p, n) => p / n, 1),
);

/** Beyond it e^x overflows, and e^-x is 0. */
const bound = 750;

interface Reduced<T> {
  /** x = k log 2 + r with |r| <= log(2)/2. */
  readonly k: T;
  readonly r: T;
  /** Rounding of r. */
  readonly correction: T;
}

function reduce<T>(a: BasicArithmetic<T>, x: T): Reduced<T> {
  const k = a.nearest(a.mul(x, a.constant(Math.LOG2E)));
  const high = a.sub(x, a.mul(k, a.constant(logTwo.high)));
  const low = a.mul(k, a.constant(logTwo.low));
  const r = a.sub(high, low);
  return { k, r, correction: a.sub(a.sub(high, r), low) };
}

/** e^(r + correction) - 1 for |r| <= 0.35. */
function expm1Reduced<T>(a: BasicArithmetic<T>, { r, correction }: Reduced<T>): T {
  const tail = a.mul(a.mul(r, r), polynomial(a, r, taylor));
  return a.add(r, a.add(tail, correction));
}

/** y 2^k for |k| <= 2000, in two steps so that neither overflows and only the last rounds. */
function scale<T>(a: BasicArithmetic<T>, y: T, k: T): T {
  const half = a.floor(a.mul(k, a.constant(0.5)));
  return a.mul(a.mul(y, a.powerOfTwo(half)), a.powerOfTwo(a.sub(k, half)));
}

/** e^(x + low), |low| far below |x|. */
export function expOfSum<T>(a: BasicArithmetic<T>, x: T, low?: T): T {
  const limit = a.constant(bound);
  const clamped = a.select(a.less(limit, x), limit, a.select(a.less(x, a.neg(limit)), a.neg(limit), x));
  const reduced = reduce(a, clamped);
  const excess = expm1Reduced(a, reduced);
  if (low === undefined) return scale(a, a.add(a.constant(1), excess), reduced.k);
  const { high, low: lost } = fastTwoSum(a, a.constant(1), excess);
  const kept = a.select(a.equal(clamped, x), low, a.constant(0));
  return scale(a, a.add(high, a.add(lost, a.mul(high, kept))), reduced.k);
}

/** e^x for every x. */
export const exp = unary('exp', (a, x) => expOfSum(a, x));

/** e^x - 1 without cancellation near 0. */
export const expm1 = unary('expm1', (a, x) => {
  // from 40 on, 1 is below half a unit in the last place
  const large = a.constant(40);
  const reduced = reduce(a, a.select(a.less(large, x), large, a.select(a.less(x, a.neg(large)), a.neg(large), x)));
  const power = a.powerOfTwo(reduced.k);
  const near = a.add(a.mul(power, expm1Reduced(a, reduced)), a.sub(power, a.constant(1)));
  const value = a.select(a.less(large, x), expOfSum(a, x), near);
  return a.select(a.equal(x, a.constant(0)), x, value);
});
