import type { ScalarInstruction } from './instruction.ts';
export const log: ScalarInstruction = { name: 'log', arity: 1, value: (x) => Math.log(x) };
export const log1p: ScalarInstruction = { name: 'log1p', arity: 1, value: (x) => Math.log1p(x) };
