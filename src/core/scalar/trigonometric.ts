/** @file Sine, cosine and tangent: reduction modulo pi/2 in five parts (Cody and Waite), minimax polynomials on |r| <= pi/4. */
import type { BasicArithmetic } from './arithmetic.ts';
import { binary, type Pair, pairQuotient, polynomial, rarely, shifter, twoProduct, unary } from './elementary.ts';
import type { ScalarInstruction } from './instruction.ts';
import { quarterTurns } from './large-angles.ts';

/** From here on five parts are too few, rad. */
const large = 2 ** 29;

/** pi/2 in four parts of 24 bits, whose integer multiples up to 2^29 are exact, and the rest. */
const halfPi = [
  1.570796251296997, 7.549789415861596e-8, 5.390302529957765e-15, 3.282003415807913e-22, 1.2706558760139879e-29,
];

/** Of (r - sin r) / r^3 in powers of r^2; error 2^-58 of sin r. */
const sineTail = [
  0.16666666666666632, -0.00833333333332249, 0.00019841269829857795, -2.755731370699768e-6, 2.505076023965334e-8,
  -1.5896909034506927e-10,
];
/** Of (cos r - 1 + r^2/2) / r^4 in powers of r^2; error 2^-63 of cos r. */
const cosineTail = [
  0.041666666666666595, -0.0013888888888873342, 2.480158728900208e-5, -2.7557314217039046e-7, 2.087570539610017e-9,
  -1.1358749246655514e-11,
];

interface Reduced<T> {
  /** 0, 2, -0, -2 for a number of quarter turns of 0, 1, 2, 3 modulo 4. */
  readonly quarter: T;
  /** The angle that is left is r - excess, |excess| at most half a unit in the last place of r. */
  readonly r: T;
  readonly excess: T;
  readonly square: T;
}

/** Whole quarter turns taken from an angle below 2^29 rad. */
function reduce<T>(a: BasicArithmetic<T>, angle: T): Reduced<T> {
  const shifted = a.add(a.mul(angle, a.constant(2 / Math.PI)), a.constant(shifter));
  const k = a.sub(shifted, a.constant(shifter));
  const multiple = (part: number): T => a.mul(k, a.constant(halfPi[part]));
  const rest = a.sub(a.sub(angle, multiple(0)), multiple(1));
  const third = multiple(2);
  const near = a.sub(rest, third);
  const still = a.add(a.add(a.sub(near, rest), third), multiple(3));
  const r = a.sub(near, still);
  const excess = a.add(a.add(a.sub(r, near), still), multiple(4));
  return { quarter: a.shiftLeft62(shifted), r, excess, square: a.mul(r, r) };
}

/** sin(r - e) = r - (r^3 (…) + e); so written, a zero keeps its sign. */
function sineParts<T>(a: BasicArithmetic<T>, { r, excess, square }: Reduced<T>): Pair<T> {
  const cubic = a.mul(a.mul(r, square), polynomial(a, square, sineTail));
  return { high: r, low: a.add(cubic, excess) };
}

/** cos(r - e) = (1 - r^2/2) + what that has lost + r^4 (…) + e r. */
function cosineParts<T>(a: BasicArithmetic<T>, { r, excess, square }: Reduced<T>): Pair<T> {
  const one = a.constant(1);
  const half = a.mul(a.constant(0.5), square);
  const high = a.sub(one, half);
  const lost = a.sub(a.sub(one, high), half);
  const quartic = a.mul(a.mul(square, square), polynomial(a, square, cosineTail));
  return { high, low: a.add(lost, a.add(quartic, a.mul(excess, r))) };
}

/** Sine and cosine of what is left, and where they change places and signs. */
function remaining<T>(a: BasicArithmetic<T>, reduced: Reduced<T>): { [_ in 'sine' | 'cosine' | 'isEven' | 'sign']: T } {
  const [s, c] = [sineParts(a, reduced), cosineParts(a, reduced)];
  return {
    sine: a.sub(s.high, s.low),
    cosine: a.add(c.high, c.low),
    isEven: a.equal(reduced.quarter, a.constant(0)),
    sign: a.copySign(a.constant(0), reduced.quarter),
  };
}

function sineOf<T>(a: BasicArithmetic<T>, reduced: Reduced<T>): T {
  const { sine, cosine, isEven, sign } = remaining(a, reduced);
  return a.xor(a.select(isEven, sine, cosine), sign);
}

function cosineOf<T>(a: BasicArithmetic<T>, reduced: Reduced<T>): T {
  const { sine, cosine, isEven, sign } = remaining(a, reduced);
  return a.xor(a.select(isEven, cosine, a.neg(sine)), sign);
}

function tangentOf<T>(a: BasicArithmetic<T>, reduced: Reduced<T>): T {
  const [s, c] = [sineParts(a, reduced), cosineParts(a, reduced)];
  const sine = a.sub(s.high, s.low);
  const half = a.constant(0.5);
  // in a ratio two errors add up: so the excess enters times cos r = 1 - r^2/2, not 1, and r^2 with what it loses
  const bend = a.mul(reduced.excess, a.mul(half, reduced.square));
  const lost = a.mul(half, twoProduct(a, reduced.r, reduced.r).low);
  const sineRest = a.add(a.sub(a.sub(s.high, sine), s.low), bend);
  const cosine = a.add(c.high, c.low);
  const cosineRest = a.sub(a.add(a.sub(c.high, cosine), c.low), lost);
  const isEven = a.equal(reduced.quarter, a.constant(0));
  const ratio = pairQuotient(
    a,
    { high: a.select(isEven, sine, cosine), low: a.select(isEven, sineRest, cosineRest) },
    { high: a.select(isEven, cosine, sine), low: a.select(isEven, cosineRest, sineRest) },
  );
  return a.select(isEven, ratio, a.neg(ratio));
}

/** The same of an angle from 2^29 rad on, and some quarter turns more. */
function reduceLarge<T>(a: BasicArithmetic<T>, x: T, more: T): Reduced<T> {
  const { shifted, angle } = quarterTurns(a, x);
  const { high: r, low } = angle;
  return { quarter: a.shiftLeft62(a.add(shifted, more)), r, excess: a.neg(low), square: a.mul(r, r) };
}

const largeSine = binary('largeSine', (a, x, more) => sineOf(a, reduceLarge(a, x, more)));
const largeTangent = unary('largeTangent', (a, x) => tangentOf(a, reduceLarge(a, x, a.constant(0))));

export const sinOfLarge = rarely('sinOfLarge', largeSine, 0);
/** The sine a quarter turn on. */
export const cosOfLarge = rarely('cosOfLarge', largeSine, 1);
export const tanOfLarge = rarely('tanOfLarge', largeTangent);

/** The function of a small angle, and what it is where the angle is large. */
const ofAny = <T>(a: BasicArithmetic<T>, x: T, ofSmall: T, ofLarge: ScalarInstruction): T =>
  a.apply(ofLarge, a.lessEqual(a.constant(large), a.abs(x)), x, ofSmall);

/** sin x for every number; NaN for infinities. */
export const sin = unary('sin', (a, x) => ofAny(a, x, sineOf(a, reduce(a, x)), sinOfLarge));

/** cos x for every number; NaN for infinities. */
export const cos = unary('cos', (a, x) => ofAny(a, x, cosineOf(a, reduce(a, x)), cosOfLarge));

/** tan x for every number; NaN for infinities. */
export const tan = unary('tan', (a, x) => ofAny(a, x, tangentOf(a, reduce(a, x)), tanOfLarge));
