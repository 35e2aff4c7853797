import type { ScalarInstruction } from './instruction.ts';
export const pow: ScalarInstruction = { name: 'pow', arity: 2, value: (x, y) => Math.pow(x, y) };
