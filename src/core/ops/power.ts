/** @file Powers with a real exponent. */
import { pow as scalarPow } from '../scalar/power.ts';
import { ofTwo } from '../of-two.ts';
import { sub } from './arithmetic.ts';
import { applyElementwise, elementwise, maskedProduct } from './elementwise.ts';
import { log } from './exponential.ts';

const powPrimitive = elementwise(
  scalarPow,
  [
    // y x^(y-1) is 0 for y = 0, at x = 0 too
    ([x, y]) => maskedProduct(y, pow(x, sub(y, 1))),
    // x^y log x tends to 0 with x for y > 0; the value at 0 is that limit
    ([x], out) => maskedProduct(out, log(x)),
  ],
  { isSingular: true },
);

/** x^y as in C99, zeros without a sign; d/dx is 0 where y = 0, d/dy is 0 where x = 0 and y > 0. */
export const pow = ofTwo('pow', (x, y) => applyElementwise(powPrimitive, [x, y]));
