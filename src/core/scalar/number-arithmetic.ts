/** @file Float64 arithmetic: the instruction table applied to numbers, and the basic instructions as direct methods. */
import type { Arithmetic, BasicArithmetic } from './arithmetic.ts';
import * as basic from './basic.ts';

export const numberArithmetic: Arithmetic<number> = {
  constant: (value) => value,
  apply: (instruction, x, y = 0, z = 0) => instruction.value(x, y, z),
};

const { copySign, xor, shiftLeft62, exponent, powerOfTwo, truncateLow } = basic;

/** What elementary functions run on when they are called with numbers. */
export const basicNumbers: BasicArithmetic<number> = {
  ...numberArithmetic,
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  neg: (x) => -x,
  abs: (x) => Math.abs(x),
  sqrt: (x) => Math.sqrt(x),
  floor: (x) => Math.floor(x),
  min: (x, y) => (y < x ? y : x),
  max: (x, y) => (x < y ? y : x),
  less: (x, y) => (x < y ? 1 : 0),
  lessEqual: (x, y) => (x <= y ? 1 : 0),
  equal: (x, y) => (x === y ? 1 : 0),
  select: (condition, x, y) => (condition !== 0 ? x : y),
  copySign: (x, y) => copySign.value(x, y, 0),
  xor: (x, y) => xor.value(x, y, 0),
  shiftLeft62: (x) => shiftLeft62.value(x, 0, 0),
  exponent: (x) => exponent.value(x, 0, 0),
  powerOfTwo: (n) => powerOfTwo.value(n, 0, 0),
  truncateLow: (x) => truncateLow.value(x, 0, 0),
};
