/** @file What a call reports of a value that is not finite. */
import { compile, type CompileOptions } from '../../src/core/compile.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { NonFiniteError, type NonFiniteOrigin } from '../../src/errors.ts';

type Tensor = PopulationTensor;

/** The NonFiniteError that a call throws. */
export function errorOf(call: () => unknown): NonFiniteError {
  try {
    call();
  } catch (error) {
    if (error instanceof NonFiniteError) return error;
    throw error;
  }
  throw new Error('nothing was reported');
}

/** What a compiled function reports of its only argument. */
export const originOf = (f: (x: Tensor) => Tensor, x: Tensor, options?: CompileOptions): NonFiniteOrigin =>
  errorOf(() => compile(f, [x], options)(x)).origin;

export const float32 = { precision: 'float32' } as const;
/** The function, applied as the step of a loop. */
export const inLoop =
  (f: (x: Tensor) => Tensor, length = 3) =>
  (x: Tensor): Tensor =>
    scan((c: Tensor) => ({ carry: f(c), output: [] }), x, [], { length }).carry;
