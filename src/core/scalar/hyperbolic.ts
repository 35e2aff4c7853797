/** @file The hyperbolic tangent. */
import { fastTwoSum, polynomial, unary } from './elementary.ts';
import { powerParts } from './exponential.ts';

/** (x - tanh x) / x^3 as a quotient of polynomials in x^2, |x| <= 0.55; error 2^-59 of tanh x. */
const numerator = [0.3333333333333333, 0.02050038235514716, 0.00019924820502292335];
const denominator = [1, 0.4615011470654372, 0.023293441536575536, 0.00020660888773528578];

/** tanh x = x - x^3 (…) near 0, else 1 - 2 / (e^(2 |x|) + 1) with the sign of x: in both what is divided is at most half. */
export const tanh = unary('tanh', (a, x) => {
  const [one, two, half] = [a.constant(1), a.constant(2), a.constant(0.5)];
  // from 22 on the value rounds to 1
  const magnitude = a.min(a.abs(x), a.constant(22));
  const square = a.mul(magnitude, magnitude);
  const power = powerParts(a, a.mul(two, magnitude));
  const factor = a.powerOfTwo(power.k);
  const sum = fastTwoSum(a, a.add(factor, one), a.mul(factor, a.add(power.high, power.low)));
  const isSmall = a.less(magnitude, a.constant(0.55));
  const cubic = a.mul(a.mul(magnitude, square), polynomial(a, square, numerator));
  const quotient = a.div(
    a.select(isSmall, cubic, two),
    a.select(isSmall, polynomial(a, square, denominator), sum.high),
  );
  // 2 / (high + low) = q - low q^2 / 2 with q = 2 / high
  const correction = a.mul(a.mul(quotient, quotient), a.mul(half, a.select(isSmall, a.constant(0), sum.low)));
  const base = a.select(isSmall, magnitude, one);
  const head = a.sub(base, quotient);
  const rest = a.add(a.sub(a.sub(base, head), quotient), correction);
  return a.copySign(a.add(head, rest), x);
});
