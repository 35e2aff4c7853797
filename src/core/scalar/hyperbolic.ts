import type { ScalarInstruction } from './instruction.ts';
export const tanh: ScalarInstruction = { name: 'tanh', arity: 1, value: (x) => Math.tanh(x) };
