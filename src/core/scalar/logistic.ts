/** @file Logistic functions: sigmoid and softplus, in forms that neither overflow nor cancel. */
import { exp } from './exponential.ts';
import type { ScalarInstruction } from './instruction.ts';
import { log1p } from './logarithm.ts';

export const sigmoid: ScalarInstruction = { name: 'sigmoid', arity: 1, value: (x) => { const e = exp.value(-Math.abs(x), 0, 0); return (x < 0 ? e : 1) / (1 + e); } };
export const softplus: ScalarInstruction = { name: 'softplus', arity: 1, value: (x) => Math.max(x, 0) + log1p.value(exp.value(-Math.abs(x), 0, 0), 0, 0) };
