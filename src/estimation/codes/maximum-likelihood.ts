/** @file The stimulus that counts make most likely: the best of a grid, then Newton's method between its neighbours. */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { jvp } from '../../core/derivative/functions.ts';
import { abs, div, sub } from '../../core/ops/arithmetic.ts';
import { clamp, greater, less, lessEqual, maximum, minimum } from '../../core/ops/comparison.ts';
import { add, choose, equal, mul, neg, where } from '../../core/ops/elementwise.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { amax } from '../../core/ops/reduction.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { ones, type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import { ArgumentError } from '../../errors.ts';
import { wrapped } from '../space.ts';
import { type Code, overUnits, requireCode } from './code.ts';
import { logLikelihood } from './likelihood.ts';
import { requireRange } from './placement.ts';

/** How a most likely stimulus is searched for. */
export interface SearchOptions {
  /** Ends of what stimuli may be. Default, and of von Mises codes always: a turn from -pi. */
  readonly range?: readonly [number, number];
  /** Places of the grid, evenly spaced over the range; two or more within a width. Default 64. */
  readonly candidates?: number;
}

/** A grid of numbers [count] over a range with both ends, or over a turn with one of them. */
export function gridOver(range: readonly [number, number] | 'turn', count: number): PopulationTensor {
  if (range !== 'turn') requireRange('range', range);
  requireInteger('count', count, 2);
  const [low, high] = range === 'turn' ? [-Math.PI, Math.PI] : range;
  const steps = range === 'turn' ? count : count - 1;
  return tensor(Array.from({ length: count }, (_, k) => low + ((high - low) * k) / steps));
}

/** Counts [..., N] with an axis of 1 before the units, for the places of a grid: [..., 1, N], or [..., 1] where units are members. */
export function beforeGrid({ units }: Code, counts: TensorLike): PopulationTensor {
  const r = tensor(counts);
  return reshape(r, units === 'members' ? [...r.shape, 1] : [...r.shape.slice(0, -1), 1, ...r.shape.slice(-1)]);
}

/** Place in the grid of the largest of [..., G]; the first of equal ones. */
function indexOfLargest(x: PopulationTensor): PopulationTensor {
  const count = x.shape[x.shape.length - 1];
  const largest = amax(x, -1);
  const places = tensor(Array.from({ length: count }, (_, k) => k));
  return neg(amax(neg(where(equal(x, reshape(largest, [...largest.shape, 1])), places, count)), -1));
}

/** Newton's steps; where one leaves the bracket it is halved instead. */
const steps = 24;

/** Value-free: first and second derivative of the log-likelihood at each estimate. */
function curve(
  code: Code,
  counts: TensorLike,
  s: PopulationTensor,
): { readonly slope: PopulationTensor; readonly curvature: PopulationTensor } {
  const slopeAt = (x: PopulationTensor): PopulationTensor =>
    jvp((y: PopulationTensor) => logLikelihood(code, counts, y), x, ones(x.shape)).tangent;
  const { value, tangent } = jvp(slopeAt, s, ones(s.shape));
  return { slope: value, curvature: tangent };
}

/**
 * Most likely stimuli [...] of counts [..., N] (or [...] with N members) under a code of numbers or angles, and whether there was no count at all
 * (`silent`, 1 or 0): then the middle of the range stands, and the prior is all that is known. Angles come in (-pi, pi]. Derivatives are those of
 * the maximum (implicit function theorem: the last Newton step, its curvature held); 0 at an end of the range that holds it back.
 */
export function maximumLikelihood(
  code: Code,
  counts: TensorLike,
  options: SearchOptions = {},
): { readonly estimate: PopulationTensor; readonly silent: PopulationTensor } {
  requireCode('code', code);
  requireOptions('maximumLikelihood', options, ['range', 'candidates']);
  const { range, candidates = 64 } = options;
  if (code.dimension > 0)
    throw new ArgumentError('code', 'of vectors', 'of numbers or angles', 'decode a posterior on a grid');
  const isRing = code.tuning === 'von mises';
  if (!isRing && !range) throw new ArgumentError('range', 'none', 'two numbers', 'say where stimuli may lie');
  const [low, high] = isRing ? [-Math.PI, Math.PI] : range!;
  const grid = gridOver(isRing ? 'turn' : [low, high], candidates);
  const spacing = (high - low) / (isRing ? candidates : candidates - 1);
  const held = stopGradient(logLikelihood(code, beforeGrid(code, counts), grid));
  const start = add(low, mul(spacing, indexOfLargest(held)));
  const end = (x: PopulationTensor): PopulationTensor => (isRing ? x : clamp(x, low, high));
  const { carry } = scan(
    (bracket: Bracket) => ({ carry: narrowed(bracket, curve(code, counts, bracket.s)), output: [] }),
    { s: start, low: end(sub(start, spacing)), high: end(add(start, spacing)) } as Bracket,
    [],
    { length: steps },
  );
  const found = stopGradient(carry.s);
  const { slope, curvature } = curve(code, counts, found);
  const steepness = maximum(neg(stopGradient(curvature)), Number.MIN_VALUE * 2 ** 60);
  const last = end(add(found, clamp(div(slope, steepness), -spacing, spacing)));
  const silent = equal(overUnits(code, abs(tensor(counts))), 0);
  const estimate = choose(silent, (low + high) / 2, last);
  return { estimate: isRing ? wrapped(estimate) : estimate, silent };
}

type Bracket = { readonly s: PopulationTensor; readonly low: PopulationTensor; readonly high: PopulationTensor };

/** The bracket cut at s, where the slope says on which side the maximum is; and Newton's step, if it leads into it. */
function narrowed({ s, low, high }: Bracket, { slope, curvature }: ReturnType<typeof curve>): Bracket {
  const isBelow = less(slope, 0);
  const [from, to] = [where(isBelow, low, s), where(isBelow, s, high)];
  const newton = sub(s, div(slope, minimum(curvature, -1e-300)));
  const isInside = mul(less(curvature, 0), mul(lessEqual(from, newton), lessEqual(newton, to)));
  const next = where(isInside, newton, mul(0.5, add(from, to)));
  return { s: where(greater(abs(slope), 0), next, s), low: from, high: to };
}
