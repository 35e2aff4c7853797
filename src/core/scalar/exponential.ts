/** @file Exponential functions by reduction modulo log 2 and a minimax polynomial. */
import type { BasicArithmetic } from './arithmetic.ts';
import { fastTwoSum, type Pair, polynomial, shifter, unary } from './elementary.ts';

/** log 2 in 32 leading bits and the rest, so that integer multiples of the first are exact. */
export const logTwo = { high: 0.6931471803691238, low: 1.9082149292705877e-10 };

/** Of (e^r - 1 - r - r^2/2) / r^3 for |r| <= log(2)/2; error 2^-60 of e^r. */
const tail = [
  0.16666666666666682, 0.04166666666666609, 0.008333333333316921, 0.001388888888911723, 0.00019841269896672868,
  2.4801586924638148e-5, 2.7557234566942952e-6, 2.7557582786694985e-7, 2.5112141619073186e-8, 2.0826534045904085e-9,
];

/** e^x overflows beyond the one and is 0 beyond the other. */
const bounds = { low: -746, high: 710 };

/** e^x = 2^k (1 + high + low), high exact, |high| <= 0.35, |low| <= 0.07. */
export interface Power<T> extends Pair<T> {
  readonly k: T;
  /** low with what it loses where the power was taken of a rounded sum. */
  readonly refined: T;
}

/** e^(x + more) for |x| <= 746, |more| far below 1. */
export function powerParts<T>(a: BasicArithmetic<T>, x: T, more?: T): Power<T> {
  const k = a.sub(a.add(a.mul(x, a.constant(Math.LOG2E)), a.constant(shifter)), a.constant(shifter));
  const high = a.sub(x, a.mul(k, a.constant(logTwo.high)));
  const multiple = a.mul(k, a.constant(logTwo.low));
  const excess = more === undefined ? multiple : a.sub(multiple, more);
  const r = a.sub(high, excess);
  const square = a.mul(r, r);
  const rest = a.add(a.mul(a.constant(0.5), square), a.mul(a.mul(r, square), polynomial(a, r, tail)));
  const rounding = a.sub(a.sub(high, r), excess);
  return { k, high, low: a.sub(rest, excess), refined: a.sub(rest, a.sub(excess, a.mul(r, rounding))) };
}

/** 1 + high + low, the larger part first. */
export function significandOfPower<T>(a: BasicArithmetic<T>, { high, low }: Pair<T>): Pair<T> {
  const sum = fastTwoSum(a, a.constant(1), high);
  return fastTwoSum(a, sum.high, a.add(sum.low, low));
}

/** y 2^k for |k| <= 2000, in two steps so that neither overflows and only the last rounds. */
export function scale<T>(a: BasicArithmetic<T>, y: T, k: T): T {
  const half = a.floor(a.mul(k, a.constant(0.5)));
  return a.mul(a.mul(y, a.powerOfTwo(half)), a.powerOfTwo(a.sub(k, half)));
}

const clamp = <T>(a: BasicArithmetic<T>, x: T, low: number, high: number): T =>
  a.min(a.max(x, a.constant(low)), a.constant(high));

/** e^(x + low), |low| far below |x|. */
export function expOfSum<T>(a: BasicArithmetic<T>, x: T, low: T): T {
  const clamped = clamp(a, x, bounds.low, bounds.high);
  const power = powerParts(a, clamped, a.select(a.equal(clamped, x), low, a.constant(0)));
  return scale(a, significandOfPower(a, power).high, power.k);
}

/** e^x for every x. */
export const exp = unary('exp', (a, x) => {
  const { k, high, low } = powerParts(a, clamp(a, x, bounds.low, bounds.high));
  return scale(a, a.add(a.constant(1), a.add(high, low)), k);
});

/** e^x - 1 without cancellation near 0. */
export const expm1 = unary('expm1', (a, x) => {
  // below -40 the power is less than half a unit in the last place; half of everything, so that 2^k does not overflow
  const power = powerParts(a, clamp(a, x, -40, bounds.high));
  const half = a.constant(0.5);
  const factor = a.powerOfTwo(a.sub(power.k, a.constant(1)));
  const offset = a.sub(factor, half);
  const lost = a.sub(a.sub(factor, offset), half);
  const sum = fastTwoSum(a, offset, a.mul(factor, power.high));
  const low = a.add(sum.low, a.mul(factor, power.refined));
  const value = a.mul(a.constant(2), a.add(sum.high, a.add(low, lost)));
  return a.select(a.less(a.abs(x), a.constant(2 ** -60)), x, value);
});
