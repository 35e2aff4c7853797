/** @file The scalar instruction: name, arity and value; an elementary function adds its expansion into basic instructions. */
import type { BasicArithmetic } from './arithmetic.ts';

export interface ScalarInstruction {
  readonly name: string;
  readonly arity: 1 | 2 | 3;
  /** Value in float64. */
  readonly value: (x: number, y: number, z: number) => number;
  /** The same in basic instructions, for backends that emit them; absent where the instruction is basic itself. */
  readonly expansion?: <T>(arithmetic: BasicArithmetic<T>, x: T, y: T, z: T) => T;
  /** Of a look-up in a table: its numbers, for the operands 0, 1, 2, …. */
  readonly table?: readonly number[];
  /** Of (condition, x, y): what takes the place of y where the condition holds; else it is not computed. */
  readonly rare?: RareCase;
}

/** The value of an elementary function at x and at numbers that go with it. */
export interface RareCase {
  readonly f: ScalarInstruction;
  readonly rest: readonly number[];
}
