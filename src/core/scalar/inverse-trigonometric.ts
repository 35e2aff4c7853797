/** @file Inverse trigonometric functions: angles of a slope by eighths of a turn, arcs of a sine from 0 or from a quarter turn. */
import type { BasicArithmetic } from './arithmetic.ts';
import { binary, polynomial, quotientParts, unary } from './elementary.ts';

/** Of (t - atan t) / t^3 in powers of t^2 for |t| <= tan(pi/8); error 2^-59 of atan t. */
const atanTail = [
  0.333333333333332, -0.1999999999995368, 0.1428571428020084, -0.11111110783579226, 0.09090897760492467,
  -0.07692060269974055, 0.06663104838032202, -0.058478965443344126, 0.05039344714356165, -0.038065771905705266,
  0.017908750450288186,
];
/** Of (asin s - s) / s^3 in powers of s^2 for |s| <= 1/2; error 2^-59 of asin s. */
const asinTail = [
  0.1666666666666676, 0.0749999999997081, 0.04464285717464569, 0.030381942704721516, 0.022372215104408063,
  0.017351609477381076, 0.013980855361842228, 0.011398596102317462, 0.010782180414496165, 0.003698594558958262,
  0.02172765218946284, -0.021029225838080215, 0.032648409166977276,
];

/** A quarter and an eighth of a turn; the first four multiples of the eighth are exact. */
const quarter = { high: 1.5707963267948966, low: 6.123233995736766e-17 };
const eighth = { high: 0.7853981633974483, low: 3.061616997868383e-17 };

/** eighths pi/4 + atan(head - rest), or less that where the sign is -0. */
interface Angle<T> {
  readonly eighths: T;
  readonly sign: T;
  readonly head: T;
  readonly rest: T;
}

/** Angle in [0, pi/2] of a direction with these non-negative coordinates. */
function angleOfDirection<T>(a: BasicArithmetic<T>, opposite: T, adjacent: T): Angle<T> {
  const c = (value: number): T => a.constant(value);
  const isTall = a.less(adjacent, opposite);
  const [lower, upper] = [a.min(opposite, adjacent), a.max(opposite, adjacent)];
  const isSteep = a.less(a.mul(upper, c(Math.SQRT2 - 1)), lower);
  const difference = a.sub(lower, upper);
  const sum = a.add(upper, lower);
  const { head, rest } = quotientParts(
    a,
    {
      high: a.select(isSteep, difference, lower),
      low: a.select(isSteep, a.sub(lower, a.add(difference, upper)), c(0)),
    },
    { high: a.select(isSteep, sum, upper), low: a.select(isSteep, a.sub(lower, a.sub(sum, upper)), c(0)) },
  );
  const one = a.select(isSteep, c(1), c(0));
  return { eighths: a.select(isTall, a.sub(c(2), one), one), sign: a.select(isTall, c(-0), c(0)), head, rest };
}

/** The angle as a number, its arctangent taken. */
function valueOfAngle<T>(a: BasicArithmetic<T>, { eighths, sign, head, rest }: Angle<T>): T {
  const t = a.sub(head, rest);
  const square = a.mul(t, t);
  const low = a.add(rest, a.mul(a.mul(t, square), polynomial(a, square, atanTail)));
  const small = a.sub(a.mul(eighths, a.constant(eighth.low)), a.xor(low, sign));
  return a.add(a.mul(eighths, a.constant(eighth.high)), a.add(a.xor(head, sign), small));
}

/** Arctangent in [-pi/2, pi/2]. */
export const atan = unary('atan', (a, x) => {
  // from 2^70 on the value rounds to pi/2
  const angle = angleOfDirection(a, a.min(a.abs(x), a.constant(2 ** 70)), a.constant(1));
  return a.copySign(valueOfAngle(a, angle), x);
});

/** Magnitudes of coordinates so scaled that no quotient of them overflows; two infinities are as one. */
function scaled<T>(a: BasicArithmetic<T>, height: T, width: T): readonly [T, T] {
  const c = (value: number): T => a.constant(value);
  const upper = a.max(height, width);
  const ofLarge = a.select(a.less(c(2 ** 500), upper), c(2 ** -600), c(1));
  const factor = a.select(a.less(upper, c(2 ** -500)), c(2 ** 600), ofLarge);
  return [a.min(a.mul(height, factor), c(2 ** 600)), a.min(a.mul(width, factor), c(2 ** 600))];
}

function atan2OfNumbers<T>(a: BasicArithmetic<T>, signedY: T, signedX: T): T {
  const c = (value: number): T => a.constant(value);
  // a program does not keep the sign of zeros: here -0 + 0 is 0, all other numbers stay what they are
  const [y, x] = [a.add(signedY, c(0)), a.add(signedX, c(0))];
  const [height, width] = [a.abs(y), a.abs(x)];
  const [opposite, adjacent] = scaled(a, height, width);
  const angle = angleOfDirection(a, opposite, adjacent);
  // so flat a triangle has its slope as its angle, also where that is subnormal
  const isFlat = a.lessEqual(a.min(opposite, adjacent), a.mul(a.max(opposite, adjacent), c(2 ** -30)));
  const slope = a.div(a.min(height, width), a.max(a.max(height, width), c(Number.MIN_VALUE)));
  const isLeft = a.less(a.copySign(c(1), x), c(0));
  const value = valueOfAngle(a, {
    eighths: a.select(isLeft, a.sub(c(4), angle.eighths), angle.eighths),
    sign: a.xor(angle.sign, a.copySign(c(0), x)),
    head: a.select(isFlat, slope, angle.head),
    rest: a.select(isFlat, c(0), angle.rest),
  });
  return a.select(a.equal(x, x), a.copySign(value, y), x);
}

/** Angle of (x, y) in [-pi, pi], with infinities as in C99; zeros have no sign, so that it is pi on all of the negative x axis. */
export const atan2 = binary('atan2', atan2OfNumbers);

/** asin s = high + low; for s > 1/2 it is pi/2 less the double of that. */
interface Arc<T> {
  readonly isLarge: T;
  readonly high: T;
  readonly low: T;
}

/** asin of s, or above 1/2 of sqrt((1 - s) / 2), half the arc that is left. */
function arcOfSine<T>(a: BasicArithmetic<T>, s: T): Arc<T> {
  const half = a.constant(0.5);
  const isLarge = a.lessEqual(half, s);
  const complement = a.mul(a.sub(a.constant(1), s), half);
  const root = a.sqrt(complement);
  // the root in a head, whose square is exact, and the rest
  const head = a.truncateLow(root);
  const rest = a.div(a.sub(complement, a.mul(head, head)), a.max(a.add(root, head), a.constant(Number.MIN_VALUE)));
  const square = a.select(isLarge, complement, a.mul(s, s));
  const cubic = a.mul(a.mul(a.select(isLarge, root, s), square), polynomial(a, square, asinTail));
  return { isLarge, high: a.select(isLarge, head, s), low: a.select(isLarge, a.add(rest, cubic), cubic) };
}

/** Arcsine in [-pi/2, pi/2]. */
export const asin = unary('asin', (a, x) => {
  const { isLarge, high, low } = arcOfSine(a, a.abs(x));
  const two = a.constant(2);
  const above = a.select(isLarge, a.sub(a.constant(quarter.high), a.mul(two, high)), high);
  const below = a.select(isLarge, a.sub(a.constant(quarter.low), a.mul(two, low)), low);
  return a.copySign(a.add(above, below), x);
});

/** Arccosine in [0, pi]. */
export const acos = unary('acos', (a, x) => {
  const { isLarge, high, low } = arcOfSine(a, a.abs(x));
  const isNegative = a.less(x, a.constant(0));
  // from pi/2 down or up by the arc, or from 0 up and from pi down by twice the half arc
  const quarters = a.select(isLarge, a.select(isNegative, a.constant(2), a.constant(0)), a.constant(1));
  const factor = a.select(isLarge, a.constant(2), a.constant(-1));
  const signed = a.select(isNegative, a.neg(factor), factor);
  const below = a.add(a.mul(signed, low), a.mul(quarters, a.constant(quarter.low)));
  return a.add(a.mul(quarters, a.constant(quarter.high)), a.add(a.mul(signed, high), below));
});
