/** @file What an evaluator of scalar code must offer: numbers of its own kind, and the instructions on them. */
import type { ScalarInstruction } from './instruction.ts';

/**
 * Numbers of some kind T (float64, a complex number, a double-double, a slot of a program) and the scalar instructions on
 * them. Comparisons yield 1 or 0 as a T.
 */
export interface Arithmetic<T> {
  constant(value: number): T;
  apply(instruction: ScalarInstruction, x: T, y?: T, z?: T): T;
}

/** The basic instructions by name, in which elementary functions are written. One WASM SIMD sequence each; look-ups and rare cases are applied. */
export interface BasicArithmetic<T> extends Arithmetic<T> {
  add(x: T, y: T): T;
  sub(x: T, y: T): T;
  mul(x: T, y: T): T;
  div(x: T, y: T): T;
  neg(x: T): T;
  abs(x: T): T;
  sqrt(x: T): T;
  floor(x: T): T;
  /** `y < x ? y : x`, so x where one of them is NaN. */
  min(x: T, y: T): T;
  /** `x < y ? y : x`. */
  max(x: T, y: T): T;
  /** 1 where x < y, else 0 (also for NaN). */
  less(x: T, y: T): T;
  lessEqual(x: T, y: T): T;
  equal(x: T, y: T): T;
  /** `condition != 0 ? x : y`, each operand already evaluated. NaN counts as true. */
  select(condition: T, x: T, y: T): T;
  /** Magnitude of x with the sign bit of y. */
  copySign(x: T, y: T): T;
  /** Exclusive or of the bits: with y = -0 the negative of x, with y = 0 x itself. Unspecified for NaN. */
  xor(x: T, y: T): T;
  /**
   * The bits of x moved up by 62: 0, 2, -0 or -2 for last bits 00, 01, 10, 11. Of 1.5 2^52 + n the quarter turn that an
   * integer n stands for: its magnitude tells odd from even, its sign one half turn from the other. Unspecified for NaN.
   */
  shiftLeft62(x: T): T;
  /** Unbiased exponent field of x as a number: floor(log2 |x|) for normal x, -1023 for zero and subnormals, 1024 for Inf and NaN. */
  exponent(x: T): T;
  /** 2^n for an integer n in [-1022, 1023]; unspecified outside. */
  powerOfTwo(n: T): T;
  /** x with the low 32 bits of its significand cleared (the head of an exact splitting). */
  truncateLow(x: T): T;
}
