import type { ScalarInstruction } from './instruction.ts';
export const asin: ScalarInstruction = { name: 'asin', arity: 1, value: (x) => Math.asin(x) };
export const acos: ScalarInstruction = { name: 'acos', arity: 1, value: (x) => Math.acos(x) };
export const atan: ScalarInstruction = { name: 'atan', arity: 1, value: (x) => Math.atan(x) };
export const atan2: ScalarInstruction = { name: 'atan2', arity: 2, value: (y, x) => Math.atan2(y, x) };
