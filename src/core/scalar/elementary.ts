/** @file Elementary functions are written once over basic instructions; their value on numbers is that very text. */
import type { BasicArithmetic } from './arithmetic.ts';
import type { ScalarInstruction } from './instruction.ts';
import { basicNumbers } from './number-arithmetic.ts';

/** Instruction of one operand from its expansion. */
export function unary(name: string, expand: <T>(a: BasicArithmetic<T>, x: T) => T): ScalarInstruction {
  return { name, arity: 1, value: (x) => expand(basicNumbers, x), expansion: (a, x) => expand(a, x) };
}

/** Instruction of two operands from its expansion. */
export function binary(name: string, expand: <T>(a: BasicArithmetic<T>, x: T, y: T) => T): ScalarInstruction {
  return { name, arity: 2, value: (x, y) => expand(basicNumbers, x, y), expansion: (a, x, y) => expand(a, x, y) };
}

/** table[n] for an integer n below its length; unspecified elsewhere. */
export const lookUp = (name: string, table: readonly number[]): ScalarInstruction => ({
  name,
  arity: 1,
  value: (n) => table[n],
  table,
});

/** f(x, …rest) where a condition holds, else y. Kernels branch around f, so that it costs a test where no lane needs it. */
export const rarely = (name: string, f: ScalarInstruction, ...rest: readonly number[]): ScalarInstruction => ({
  name,
  arity: 3,
  value: (condition, x, y) => (condition !== 0 ? f.value(x, rest[0], 0) : y),
  rare: { f, rest },
});

/** c[0] + c[1] x + c[2] x^2 + …, as pairs in powers of x^2: half as long a chain of dependent operations as Horner's. */
export function polynomial<T>(a: BasicArithmetic<T>, x: T, coefficients: readonly number[]): T {
  const square = a.mul(x, x);
  const last = coefficients.length - 1;
  const pair = (k: number): T => a.add(a.constant(coefficients[k]), a.mul(x, a.constant(coefficients[k + 1])));
  let k = last % 2 === 0 ? last : last - 1;
  let total = k === last ? a.constant(coefficients[k]) : pair(k);
  for (k -= 2; k >= 0; k -= 2) total = a.add(pair(k), a.mul(square, total));
  return total;
}

/** 1.5 2^52: a number below 2^51 that is added to it is rounded to an integer, whose last bits are those of the sum. */
export const shifter = 1.5 * 2 ** 52;

/** A value as the unevaluated sum of two numbers, the second below half a unit in the last place of the first. */
export interface Pair<T> {
  readonly high: T;
  readonly low: T;
}

/** x + y exactly, for |x| >= |y| (Dekker 1971). */
export function fastTwoSum<T>(a: BasicArithmetic<T>, x: T, y: T): Pair<T> {
  const high = a.add(x, y);
  return { high, low: a.sub(y, a.sub(high, x)) };
}

/** x + y exactly (Knuth). */
export function twoSum<T>(a: BasicArithmetic<T>, x: T, y: T): Pair<T> {
  const high = a.add(x, y);
  const back = a.sub(high, x);
  return { high, low: a.add(a.sub(x, a.sub(high, back)), a.sub(y, back)) };
}

/** Two halves of x of at most 21 and 32 bits, whose products with such halves are exact or nearly so. */
function split<T>(a: BasicArithmetic<T>, x: T): Pair<T> {
  const high = a.truncateLow(x);
  return { high, low: a.sub(x, high) };
}

/** x y to twice the precision, up to the rounding of the product of the low halves (relative 2^-95). */
export function twoProduct<T>(a: BasicArithmetic<T>, x: T, y: T): Pair<T> {
  const high = a.mul(x, y);
  const [p, q] = [split(a, x), split(a, y)];
  const error = a.add(a.add(a.sub(a.mul(p.high, q.high), high), a.mul(p.high, q.low)), a.mul(p.low, q.high));
  return { high, low: a.add(error, a.mul(p.low, q.low)) };
}

/** (x.high + x.low)(y.high + y.low). */
export function pairProduct<T>(a: BasicArithmetic<T>, x: Pair<T>, y: Pair<T>): Pair<T> {
  const product = twoProduct(a, x.high, y.high);
  const cross = a.add(a.mul(x.high, y.low), a.mul(x.low, y.high));
  return fastTwoSum(a, product.high, a.add(product.low, cross));
}

/**
 * (n.high + n.low) / (d.high + d.low) rounded nearly as if once: a quotient of 21 bits, whose products with both halves of the
 * denominator are exact, and what then remains. `n.low` need not be small; `d.low` is. Keeps the sign of a zero.
 */
export function pairQuotient<T>(a: BasicArithmetic<T>, n: Pair<T>, d: Pair<T>): T {
  const { head, rest } = quotientParts(a, n, d);
  return a.sub(head, rest);
}

/** The same as head - rest. */
export function quotientParts<T>(
  a: BasicArithmetic<T>,
  n: Pair<T>,
  d: Pair<T>,
): { readonly head: T; readonly rest: T } {
  const reciprocal = a.div(a.constant(1), d.high);
  const head = a.truncateLow(a.mul(n.high, reciprocal));
  const half = split(a, d.high);
  const excess = a.add(a.sub(a.mul(head, half.high), n.high), a.mul(head, half.low));
  return { head, rest: a.mul(a.add(a.sub(excess, n.low), a.mul(head, d.low)), reciprocal) };
}
