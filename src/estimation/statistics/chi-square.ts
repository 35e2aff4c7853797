/** @file The chi-square distribution, as plain numbers: how large the squares of a consistent filter's innovations and errors may be. */
import { ArgumentError } from '../../errors.ts';
import { requireInteger, requireNumber } from '../../core/arguments.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log, log1p } from '../../core/scalar/logarithm.ts';

const expOf = (x: number): number => exp.value(x, 0, 0);
const logOf = (x: number): number => log.value(x, 0, 0);

/** Fewer halves than these have their gamma function by recurrence, more by Stirling's series. */
const fewHalves = 10;

/** Terms of either expansion; near the middle about 10 sqrt(a) are needed. */
const mostTerms = 1e6;

/** Gamma(a + 1) for a = 1/2, 1, 3/2, … */
function factorial(a: number): number {
  let result = a % 1 === 0 ? 1 : Math.sqrt(Math.PI);
  for (let k = a; k > 0; k--) result *= k;
  return result;
}

/** Remainder of Stirling's formula: log Gamma(a + 1) - log(sqrt(2 pi a) (a / e)^a); its first term left out is below 1e-15 from 10 on. */
function stirlingRemainder(a: number): number {
  const square = 1 / (a * a);
  return (
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360)))))) /
    a
  );
}

/** x^a e^-x / Gamma(a + 1), without large terms that cancel. */
function poissonMass(a: number, x: number): number {
  if (x === 0) return 0;
  if (a < fewHalves) return expOf(a * logOf(x) - x) / factorial(a);
  const excess = (x - a) / a;
  const exponent = Math.abs(excess) < 0.5 ? log1p.value(excess, 0, 0) - excess : logOf(x / a) - excess;
  return expOf(a * exponent - stirlingRemainder(a)) / Math.sqrt(2 * Math.PI * a);
}

/** P(a, x) / mass = sum of x^n / ((a + 1) … (a + n)). */
function lowerSeries(a: number, x: number): number {
  let [term, total] = [1, 1];
  for (let n = 1; n < mostTerms && term > total * 1e-17; n++) {
    term *= x / (a + n);
    total += term;
  }
  return total;
}

/** Q(a, x) / (a mass) as Legendre's continued fraction, by Lentz's method: every part is positive for x > a + 1. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let [c, d] = [1e300, 1 / b];
  let result = d;
  for (let n = 1; n < mostTerms; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return result;
}

/** Regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, each to its own precision. */
function tails(a: number, x: number): { readonly lower: number; readonly upper: number; readonly mass: number } {
  const mass = poissonMass(a, x);
  if (x === Infinity) return { lower: 1, upper: 0, mass: 0 };
  if (x < a + 1) {
    const lower = mass * lowerSeries(a, x);
    return { lower, upper: 1 - lower, mass };
  }
  const upper = mass * a * upperFraction(a, x);
  return { lower: 1 - upper, upper, mass };
}

/**
 * Probability that a chi-square distributed number of `degrees` degrees of freedom is at most x. Throws where x is no number or
 * the degrees are no positive integer.
 */
export function chiSquareCumulative(x: number, degrees: number): number {
  requireNumber('x', x);
  requireInteger('degrees', degrees, 1);
  if (Number.isNaN(x)) throw new ArgumentError('x', 'NaN', 'a number');
  return x <= 0 ? 0 : tails(degrees / 2, x / 2).lower;
}

/**
 * The number that a chi-square distributed one of `degrees` degrees of freedom is at most with the given probability, to 1e-13 of
 * itself for up to a million degrees; Infinity at 1. Throws where the probability is not within [0, 1] or the degrees are no
 * positive integer.
 */
export function chiSquareQuantile(probability: number, degrees: number): number {
  requireNumber('probability', probability);
  requireInteger('degrees', degrees, 1);
  if (!(probability >= 0 && probability <= 1))
    throw new ArgumentError('probability', String(probability), 'a number from 0 to 1');
  if (probability === 0 || probability === 1) return probability === 0 ? 0 : Infinity;
  const a = degrees / 2;
  const isLower = probability <= 0.5;
  let [low, high] = [0, Infinity];
  let x = a;
  // Newton's method on the logarithm of the smaller tail, by the logarithm of x: both are nearly straight lines. A step that leaves
  // the interval that is known is halved towards its end.
  for (let k = 0; k < 200; k++) {
    const { lower, upper, mass } = tails(a, x);
    const [tail, target] = isLower ? [lower, probability] : [upper, 1 - probability];
    if (isLower === tail < target) low = x;
    else high = x;
    const slope = (isLower ? 1 : -1) * ((a * mass) / tail);
    const step = logOf(target / tail) / slope;
    let next = x * expOf(Math.max(-5, Math.min(5, step)));
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x : low === 0 ? high / 2 : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return 2 * next;
    x = next;
  }
  return 2 * x;
}
