import type { ScalarInstruction } from './instruction.ts';
export const exp: ScalarInstruction = { name: 'exp', arity: 1, value: (x) => Math.exp(x) };
export const expm1: ScalarInstruction = { name: 'expm1', arity: 1, value: (x) => Math.expm1(x) };
