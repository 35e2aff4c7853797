/** @file Between vectors of four float32 and of two float64: how a float32 program takes elementary functions in float64. */
import type { ScalarInstruction } from '../../scalar/instruction.ts';

/** Both halves of the lanes, each as a wide value. Of a number, the number. */
export const promoteLow: ScalarInstruction = { name: 'promoteLow', arity: 1, value: (x) => x };
export const promoteHigh: ScalarInstruction = { name: 'promoteHigh', arity: 1, value: (x) => x };

/** Two wide halves, rounded and side by side. */
export const demote: ScalarInstruction = { name: 'demote', arity: 2, value: (low) => low };
