/** @file Float64 arithmetic: the instruction table applied to numbers. */
import type { Arithmetic } from './arithmetic.ts';

export const numberArithmetic: Arithmetic<number> = {
  constant: (value) => value,
  apply: (instruction, x, y = 0, z = 0) => instruction.value(x, y, z),
};
