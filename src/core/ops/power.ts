/** @file Powers with a real exponent. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import { pow as scalarPow } from '../scalar/power.ts';
import { sub } from './arithmetic.ts';
import { less } from './comparison.ts';
import { applyElementwise, choose, elementwise, equal, mul } from './elementwise.ts';
import { log } from './exponential.ts';

const powPrimitive = elementwise(scalarPow, [
  ([x, y]) => choose(equal(y, 0), 0, mul(y, pow(x, sub(y, 1)))),
  // x^y log x tends to 0 with x for y > 0; the value at 0 is that limit.
  ([x, y], out) => choose(mul(equal(x, 0), less(0, y)), 0, mul(out, log(x))),
]);

/** x^y as in C99, zeros without a sign; d/dx is 0 where y = 0, d/dy is 0 where x = 0 and y > 0. */
export const pow = (x: TensorLike, y: TensorLike): PopulationTensor => applyElementwise(powPrimitive, [x, y]);
