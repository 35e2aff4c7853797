/** @file Inverse trigonometric functions, all through the arctangent: reduction to |t| <= 7/16 and its series. */
import type { BasicArithmetic } from './arithmetic.ts';
import { binary, polynomial, unary } from './elementary.ts';

/** -1/3, 1/5, … of atan t = t + t^3 (…); 7/16 squared to the 23rd is below the rounding. */
const series = Array.from({ length: 22 }, (_, k) => (k % 2 === 0 ? -1 : 1) / (2 * k + 3));

/** Arctangents of 1/2, 1, 3/2 and infinity, each with what its rounding has lost. */
const anchors = [
  { below: 7 / 16, high: 0, low: 0 },
  { below: 11 / 16, high: 0.4636476090008061, low: 2.2698777452961687e-17 },
  { below: 19 / 16, high: 0.7853981633974483, low: 3.061616997868383e-17 },
  { below: 39 / 16, high: 0.982793723247329, low: 1.3903311031230998e-17 },
  { below: Infinity, high: 1.5707963267948966, low: 6.123233995736766e-17 },
] as const;

/** The value of the first anchor whose bound is above x, and of the last for every other x. */
function choose<T>(a: BasicArithmetic<T>, x: T, values: readonly T[]): T {
  return values
    .slice(0, -1)
    .reduceRight(
      (otherwise, value, i) => a.select(a.less(x, a.constant(anchors[i].below)), value, otherwise),
      values[values.length - 1],
    );
}

/** atan x for x >= 0, infinity included. */
function atanOfPositive<T>(a: BasicArithmetic<T>, x: T): T {
  const c = (value: number): T => a.constant(value);
  const one = c(1);
  const numerator = choose(a, x, [x, a.sub(a.mul(c(2), x), one), a.sub(x, one), a.sub(x, c(1.5)), c(-1)]);
  const denominator = choose(a, x, [one, a.add(c(2), x), a.add(x, one), a.add(one, a.mul(c(1.5), x)), x]);
  const t = a.div(numerator, denominator);
  const high = choose(
    a,
    x,
    anchors.map((anchor) => c(anchor.high)),
  );
  const low = choose(
    a,
    x,
    anchors.map((anchor) => c(anchor.low)),
  );
  const z = a.mul(t, t);
  const tail = a.mul(a.mul(t, z), polynomial(a, z, series));
  return a.add(high, a.add(t, a.add(low, tail)));
}

/** Arctangent in [-pi/2, pi/2]. */
export const atan = unary('atan', (a, x) => {
  const value = atanOfPositive(a, a.abs(x));
  return a.select(a.equal(x, x), a.copySign(value, x), x);
});

const pi = { high: Math.PI, low: 1.2246467991473532e-16 };

function atan2OfNumbers<T>(a: BasicArithmetic<T>, y: T, x: T): T {
  const [height, width] = [a.abs(y), a.abs(x)];
  const zero = a.constant(0);
  const infinity = a.constant(Infinity);
  const bothZero = a.mul(a.equal(height, zero), a.equal(width, zero));
  const bothInfinite = a.mul(a.equal(height, infinity), a.equal(width, infinity));
  const slope = a.select(bothZero, zero, a.select(bothInfinite, a.constant(1), a.div(height, width)));
  const angle = atanOfPositive(a, slope);
  const isLeft = a.less(a.copySign(a.constant(1), x), zero);
  const turned = a.sub(a.constant(pi.high), a.sub(angle, a.constant(pi.low)));
  const value = a.copySign(a.select(isLeft, turned, angle), y);
  return a.select(a.equal(x, x), a.select(a.equal(y, y), value, y), x);
}

/** Angle of (x, y) in [-pi, pi], with signed zeros and infinities as in C99. */
export const atan2 = binary('atan2', atan2OfNumbers);

/** sqrt(1 - x^2) without cancellation. */
const complement = <T>(a: BasicArithmetic<T>, x: T): T =>
  a.sqrt(a.mul(a.sub(a.constant(1), x), a.add(a.constant(1), x)));

/** Arcsine in [-pi/2, pi/2]. */
export const asin = unary('asin', (a, x) => atan2OfNumbers(a, x, complement(a, x)));

/** Arccosine in [0, pi]. */
export const acos = unary('acos', (a, x) => atan2OfNumbers(a, complement(a, x), x));
