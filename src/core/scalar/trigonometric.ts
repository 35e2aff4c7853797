import type { ScalarInstruction } from './instruction.ts';
export const sin: ScalarInstruction = { name: 'sin', arity: 1, value: (x) => Math.sin(x) };
export const cos: ScalarInstruction = { name: 'cos', arity: 1, value: (x) => Math.cos(x) };
export const tan: ScalarInstruction = { name: 'tan', arity: 1, value: (x) => Math.tan(x) };
