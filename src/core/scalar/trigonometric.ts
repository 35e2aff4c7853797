/** @file Sine, cosine and tangent: reduction modulo pi/2 in four parts (Cody and Waite), Taylor polynomials on |r| <= pi/4. */
import type { BasicArithmetic } from './arithmetic.ts';
import { polynomial, unary } from './elementary.ts';

/** Largest angle that is reduced exactly enough, rad; beyond it the functions are NaN rather than silently wrong. */
export const largestAngle = 2 ** 29;

/** pi/2 in three parts of 24 bits, whose integer multiples up to 2^29 are exact, and the rest. */
const halfPi = [1.570796251296997, 7.549789415861596e-8, 5.390302529957765e-15, 3.2820035428735005e-22];

const inverseFactorial = (n: number): number => Array.from({ length: n }, (_, i) => i + 1).reduce((p, k) => p / k, 1);

/** -1/3!, 1/5!, … of sin r = r + r^3 (…). */
const sineSeries = Array.from({ length: 8 }, (_, k) => (k % 2 === 0 ? -1 : 1) * inverseFactorial(2 * k + 3));
/** 1/4!, -1/6!, … of cos r = 1 - r^2/2 + r^4 (…). */
const cosineSeries = Array.from({ length: 7 }, (_, k) => (k % 2 === 0 ? 1 : -1) * inverseFactorial(2 * k + 4));

interface Reduced<T> {
  /** Quarter turns modulo 4: 0, 1, 2 or 3. */
  readonly quadrant: T;
  readonly sine: T;
  readonly cosine: T;
}

/** Sine and cosine of the angle that remains of x after whole quarter turns. */
function reduce<T>(a: BasicArithmetic<T>, x: T): Reduced<T> {
  const k = a.nearest(a.mul(x, a.constant(0.6366197723675814)));
  const multiple = (part: number): T => a.mul(k, a.constant(halfPi[part]));
  const rest = a.sub(a.sub(x, multiple(0)), multiple(1));
  const third = multiple(2);
  const near = a.sub(rest, third);
  const lost = a.sub(a.sub(a.sub(rest, near), third), multiple(3));
  const r = a.add(near, lost);
  const correction = a.add(a.sub(near, r), lost);
  const z = a.mul(r, r);
  const half = a.constant(0.5);
  const cube = a.mul(r, z);
  // sin(r + c) = sin r + c cos r, cos r = 1 - z/2 there
  const sineTail = a.add(
    a.mul(cube, polynomial(a, z, sineSeries)),
    a.mul(correction, a.sub(a.constant(1), a.mul(half, z))),
  );
  const halfSquare = a.mul(half, z);
  const cosineHead = a.sub(a.constant(1), halfSquare);
  // what 1 - z/2 has lost, the rest of the series, and -c sin r with sin r = r there
  const rounding = a.sub(a.sub(a.constant(1), cosineHead), halfSquare);
  const cosineTail = a.add(rounding, a.sub(a.mul(a.mul(z, z), polynomial(a, z, cosineSeries)), a.mul(r, correction)));
  return {
    quadrant: a.sub(k, a.mul(a.constant(4), a.floor(a.mul(k, a.constant(0.25))))),
    sine: a.add(r, sineTail),
    cosine: a.add(cosineHead, cosineTail),
  };
}

const withinRange = <T>(a: BasicArithmetic<T>, x: T, value: T): T =>
  a.select(a.less(a.abs(x), a.constant(largestAngle)), value, a.constant(NaN));

const isOdd = <T>(a: BasicArithmetic<T>, quadrant: T): T =>
  a.sub(quadrant, a.mul(a.constant(2), a.floor(a.mul(quadrant, a.constant(0.5)))));

/** sin x for |x| < 2^29 rad. */
export const sin = unary('sin', (a, x) => {
  const { quadrant, sine, cosine } = reduce(a, x);
  const magnitude = a.select(isOdd(a, quadrant), cosine, sine);
  const value = a.select(a.less(a.constant(1.5), quadrant), a.neg(magnitude), magnitude);
  return a.select(a.equal(x, a.constant(0)), x, withinRange(a, x, value));
});

/** cos x for |x| < 2^29 rad. */
export const cos = unary('cos', (a, x) => {
  const { quadrant, sine, cosine } = reduce(a, x);
  const magnitude = a.select(isOdd(a, quadrant), sine, cosine);
  const between = a.less(a.abs(a.sub(quadrant, a.constant(1.5))), a.constant(1));
  return withinRange(a, x, a.select(between, a.neg(magnitude), magnitude));
});

/** tan x for |x| < 2^29 rad. */
export const tan = unary('tan', (a, x) => {
  const { quadrant, sine, cosine } = reduce(a, x);
  const odd = isOdd(a, quadrant);
  const value = a.div(a.select(odd, a.neg(cosine), sine), a.select(odd, sine, cosine));
  return a.select(a.equal(x, a.constant(0)), x, withinRange(a, x, value));
});
