/** @file The factor of a covariance that makes innovations likeliest: steps of a factor, then parabolas through the best three. */
import { requireFunction } from '../../core/arguments.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';

/** Where it was found, and how likely that is. */
export interface BestScale {
  readonly scale: number;
  readonly value: number;
}

/** First step, and the most that a covariance is multiplied or divided by. */
const [firstStep, most] = [2, 1e4];
/** Points that are tried within the three, and the change of a logarithm that ends it. */
const [questions, closeEnough] = [12, 3e-3];

type Point = readonly [x: number, value: number];

/** The largest f(factor) between 1e-4 and 1e4, of an f with one hill; `atOne` is f(1). */
export function bestScale(f: (factor: number) => number, atOne: number): BestScale {
  requireFunction('f', f);
  const at = (x: number): Point => [x, f(exp.value(x, 0, 0))];
  const step = log.value(firstStep, 0, 0);
  const end = log.value(most, 0, 0);
  let points: readonly [Point, Point, Point] = [at(-step), [0, atOne], at(step)];
  // uphill by growing steps, until the middle one is the highest
  while (points[0][1] > points[1][1] && points[0][0] > -end)
    points = [at(Math.max(-end, 3 * points[0][0])), points[0], points[1]];
  while (points[2][1] > points[1][1] && points[2][0] < end)
    points = [points[1], points[2], at(Math.min(end, 3 * points[2][0]))];
  const highest = (): Point => points.reduce((a, b) => (b[1] > a[1] ? b : a));
  let isSlow = false;
  for (let i = 0; i < questions && highest() === points[1]; i++) {
    const x = isSlow ? middleOfWider(points) : vertex(points);
    if (Math.abs(x - points[1][0]) < closeEnough) break;
    const width = points[2][0] - points[0][0];
    points = narrowed(points, at(x));
    // a skew hill keeps one end for long: then the wider side is halved
    isSlow = !isSlow && points[2][0] - points[0][0] > width / 2;
  }
  const [x, value] = highest();
  return { scale: exp.value(x, 0, 0), value };
}

/** Where the parabola through three points is highest; between the outer ones, as the middle one is above both. */
function vertex([[a, fa], [b, fb], [c, fc]]: readonly [Point, Point, Point]): number {
  const [left, right] = [(b - a) * (fb - fc), (b - c) * (fb - fa)];
  const x = b - (0.5 * ((b - a) * left - (b - c) * right)) / (left - right);
  return Number.isFinite(x) && x > a && x < c ? x : b;
}

const middleOfWider = ([[a], [b], [c]]: readonly [Point, Point, Point]): number =>
  b - a > c - b ? (a + b) / 2 : (b + c) / 2;

/** The three points about the highest. */
function narrowed([a, b, c]: readonly [Point, Point, Point], point: Point): readonly [Point, Point, Point] {
  const isLeft = point[0] < b[0];
  if (point[1] > b[1]) return isLeft ? [a, point, b] : [b, point, c];
  return isLeft ? [point, b, c] : [a, b, point];
}
