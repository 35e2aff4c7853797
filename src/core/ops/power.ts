/** @file Powers with a real exponent. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import { pow as scalarPow } from '../scalar/power.ts';
import { sub } from './arithmetic.ts';
import { less } from './comparison.ts';
import { applyElementwise, elementwise, equal, mul, select } from './elementwise.ts';
import { log } from './exponential.ts';

// What the partials leave out is not finite, so they select.
const powPrimitive = elementwise(
  scalarPow,
  [
    ([x, y]) => select(equal(y, 0), 0, mul(y, pow(x, sub(y, 1)))),
    // x^y log x tends to 0 with x for y > 0; the value at 0 is that limit.
    ([x, y], out) => select(mul(equal(x, 0), less(0, y)), 0, mul(out, log(x))),
  ],
  { isSingular: true },
);

/** x^y as in C99; d/dx is 0 where y = 0, d/dy is 0 where x = 0 and y > 0. */
export const pow = (x: TensorLike, y: TensorLike): PopulationTensor => applyElementwise(powPrimitive, [x, y]);
