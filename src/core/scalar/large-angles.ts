/** @file Angles of any size modulo pi/2: a window of the digits of 2/pi (Payne and Hanek), in exact products of float64. */
import type { BasicArithmetic } from './arithmetic.ts';
import { fastTwoSum, lookUp, type Pair, pairProduct, shifter } from './elementary.ts';

/** 2/pi in digits of 26 bits and either sign: the k-th is a multiple of 2^(-26 k). */
export const digitOfTwoOverPi = lookUp(
  'digitOfTwoOverPi',
  [
    1, -24386034, -18553791, 21659402, -11021835, 13858563, 28715354, -28372764, 4324945, 26128251, -4434405, 29957007,
    -29209133, -8382171, -17915747, 6588224, -31593699, -20666723, -1144797, 24988591, -12286742, -26099557, -12191772,
    5137526, -29785261, 15192690, 4585660, -8500721, -14681960, -34794, 25231091, -3906857, -32871137, 28629499,
    15891633, -26356782, -29399394, 25143478, -11371604, 33225084, 24853767, 15195689, 19476135, -16853012, 18845021,
    2185229,
  ],
);

const digitBits = 26;
const base = 2 ** digitBits;
/** Digits of the product that are made: what follows is below 2^-126. */
const digits = 7;

const halfPi = { high: 1.5707963267948966, low: 6.123233995736766e-17 };

/** An angle less whole quarter turns. */
export interface Remainder<T> {
  /** An integer added to `shifter`: how many quarter turns, modulo 4. */
  readonly shifted: T;
  /** high + low, at most pi/4 but for some rounding. */
  readonly angle: Pair<T>;
}

/** The integer nearest to x, for |x| < 2^51. */
const round = <T>(a: BasicArithmetic<T>, x: T): T => a.sub(a.add(x, a.constant(shifter)), a.constant(shifter));

/** Quotient and remainder of an integer and the base, the remainder of either sign. */
function divide<T>(a: BasicArithmetic<T>, x: T): { readonly quotient: T; readonly digit: T } {
  const quotient = round(a, a.mul(x, a.constant(1 / base)));
  return { quotient, digit: a.sub(x, a.mul(quotient, a.constant(base))) };
}

/** 2/pi times an angle that is 2^exponent times an integer below 2^53, modulo 4: first digits, each `scale` 26 bits below the one before. */
function product<T>(a: BasicArithmetic<T>, x: T): { readonly scale: T; readonly digits: readonly T[] } {
  const c = (value: number): T => a.constant(value);
  const exponent = a.exponent(x);
  // digits before the window give multiples of four quarter turns
  const first = a.max(a.floor(a.div(a.sub(exponent, c(54 - digitBits)), c(digitBits))), c(0));
  const window = Array.from({ length: digits + 1 }, (_, k) => a.apply(digitOfTwoOverPi, a.add(first, c(k))));
  const head = divide(a, a.mul(x, a.powerOfTwo(a.sub(c(52), exponent))));
  const found: T[] = [];
  let carry: T | undefined;
  for (let k = digits; k > 0; k--) {
    const column = a.add(a.mul(head.quotient, window[k]), a.mul(head.digit, window[k - 1]));
    const { quotient, digit } = divide(a, carry === undefined ? column : a.add(column, carry));
    carry = quotient;
    found.unshift(digit);
  }
  return { scale: a.powerOfTwo(a.sub(a.sub(exponent, c(52)), a.mul(first, c(digitBits)))), digits: found };
}

/** An angle from 2^28 rad on, up to the largest number; NaN for infinities. */
export function quarterTurns<T>(a: BasicArithmetic<T>, x: T): Remainder<T> {
  const { scale, digits: found } = product(a, x);
  const [d1, d2, d3, d4, d5, d6] = found.map((digit, k) => a.mul(digit, a.mul(scale, a.constant(base ** -k))));
  const whole = a.add(d1, a.constant(shifter));
  const sum = a.add(a.sub(d1, a.sub(whole, a.constant(shifter))), d2);
  const shifted = a.add(whole, sum);
  // from here on each part is below half a unit of the one before, or those before are 0
  const top = fastTwoSum(a, a.sub(sum, a.sub(shifted, whole)), d3);
  // exact: of 48 bits at most
  const next = a.add(top.low, d4);
  const turns = fastTwoSum(a, top.high, next);
  const low = a.add(turns.low, a.add(d5, d6));
  const pair = { high: a.constant(halfPi.high), low: a.constant(halfPi.low) };
  return { shifted, angle: pairProduct(a, { high: turns.high, low }, pair) };
}
