/** @file checkGradients: a function's gradient against central differences and by the dot-product test. */
import { ArgumentError } from '../../errors.ts';
import { requireFunction, requireOptions } from '../arguments.ts';
import { described } from '../../text/described.ts';
import { compile } from '../compile.ts';
import { norm } from '../member-norms.ts';
import { populationSum } from '../ops/structural.ts';
import { ParameterLayout } from '../parameters.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import type { TreeOf } from '../tree.ts';
import { jvp, valueAndGrad } from './functions.ts';

/** One entry of a gradient beside its difference quotient. */
export interface GradientEntry {
  /** E.g. `kp[3]`. */
  readonly name: string;
  readonly gradient: number;
  readonly difference: number;
  /** |gradient - difference| / max(|gradient|, |difference|, floor). */
  readonly relativeError: number;
}

/** A gradient compared with differences, entry by entry, and with forward mode. */
export interface GradientCheck {
  /** Of the function; the sum over its members. */
  readonly value: number;
  readonly gradientNorm: number;
  /** The entry with the largest relative error; one whose error is NaN, where there is one. */
  readonly worst: GradientEntry;
  readonly entries: readonly GradientEntry[];
  /** |<gradient, u> - jvp(u)| / (|gradient| |u|) for a fixed direction u: forward against reverse mode. */
  readonly dotProductError: number;
}

/** How a gradient is compared with differences. */
export interface GradientCheckOptions {
  /** First step of the differences, relative to max(1, |x|); it is refined by extrapolation. Default 2e-2. */
  readonly step?: number;
  /** Entries below this part of the largest are compared with that part instead of themselves. Default 1e-6. */
  readonly floor?: number;
  /** Called after each entry. */
  readonly onEntry?: (done: number, total: number) => void;
}

/** A derivative by differences. */
export interface Difference {
  readonly value: number;
  /** About how far it is off: by what is left of higher derivatives, or by the rounding of the values that it is made of. */
  readonly error: number;
}

const unitRoundoff = 2 ** -53;

/**
 * Derivative by Ridders' method: central differences with a shrinking step, extrapolated to step 0. Yields the offsets at which
 * it asks for values, so that whoever has them may do something else between two of them.
 */
export function* extrapolation(firstStep: number): Generator<number, Difference, number> {
  const shrink = 1.6;
  const table: number[][] = [];
  let best: Difference = { value: NaN, error: Infinity };
  let rounding = Infinity;
  let step = firstStep;
  for (let row = 0; row < 12; row++, step /= shrink) {
    const ahead = yield step;
    const behind = yield -step;
    table.push([(ahead - behind) / (2 * step)]);
    const roundingHere = (unitRoundoff * (Math.abs(ahead) + Math.abs(behind))) / step;
    if (row === 0) best = { value: table[0][0], error: Infinity };
    let factor = shrink * shrink;
    for (let k = 1; k <= row; k++, factor *= shrink * shrink) {
      table[row].push((factor * table[row][k - 1] - table[row - 1][k - 1]) / (factor - 1));
      const error = Math.max(
        Math.abs(table[row][k] - table[row][k - 1]),
        Math.abs(table[row][k] - table[row - 1][k - 1]),
      );
      if (!(error <= best.error)) continue;
      best = { value: table[row][k], error };
      rounding = roundingHere;
    }
    if (row > 0 && Math.abs(table[row][row] - table[row - 1][row - 1]) >= 2 * best.error) break;
  }
  return { ...best, error: Math.max(best.error, rounding) };
}

/** The same of a function that is called at once. */
export function extrapolatedDifference(f: (offset: number) => number, firstStep: number): number {
  const steps = extrapolation(firstStep);
  let asked = steps.next();
  while (!asked.done) asked = steps.next(f(asked.value));
  return asked.value.value;
}

/** Whether an entry says more against a gradient: the larger error, and one that is no number above all. */
const isWorse = (entry: GradientEntry, other: GradientEntry): boolean =>
  entry.relativeError > other.relativeError ||
  (Number.isNaN(entry.relativeError) && !Number.isNaN(other.relativeError));

function requireSteps(step: unknown, floor: unknown, onEntry: unknown): void {
  if (!(Number.isFinite(step) && (step as number) > 0))
    throw new ArgumentError('step', described(step), 'a positive number');
  if (!(Number.isFinite(floor) && (floor as number) >= 0))
    throw new ArgumentError('floor', described(floor), 'a number of at least 0');
  requireFunction('onEntry', onEntry);
}

/** A sum has a rounding of some of its own last places, and so do slopes that are taken of it. */
const roundedPlaces = 1e3 * Number.EPSILON;

/**
 * The least slope that a function of this value is compared by relative to itself: where the rounding of the value is a ten millionth of it.
 * About an extremum, where all slopes are 0 but for rounding, smaller ones are told apart no better.
 */
export const leastSlope = (value: number): number =>
  Number.isFinite(value) ? 1e7 * roundedPlaces * Math.abs(value) : 0;

/**
 * Compares the gradient of a scalar function of a tree of shared tensors with extrapolated central differences, entry by entry.
 * Where the function has members, what is differentiated is the sum of their values, as in `grad`. An entry whose gradient
 * or difference is no number has a relative error of NaN, and is the worst.
 */
export function checkGradients<X extends TreeOf<X>>(
  f: (x: X) => PopulationTensor,
  x: X,
  options: GradientCheckOptions = {},
): GradientCheck {
  requireFunction('checkGradients', f);
  requireOptions('checkGradients', options, ['step', 'floor', 'onEntry']);
  const { step = 2e-2, floor = 1e-6, onEntry = () => undefined } = options;
  requireSteps(step, floor, onEntry);
  const layout = new ParameterLayout(x);
  if (layout.size === 0) throw new ArgumentError('x', 'no numbers', 'at least one number to differentiate by');
  const at = layout.toVector(x);
  const total = (y: X): PopulationTensor => populationSum(f(y));
  const { value, gradient: tree } = compile((y: X) => valueAndGrad(total)(y), [x], { checkFinite: false })(x);
  const valueOf = compile(total, [x], { checkFinite: false });
  const gradient = layout.toVector(tree);
  // entries that are not finite have errors of their own
  const largest = gradient.filter(Number.isFinite).reduce((max, entry) => Math.max(max, Math.abs(entry)), 0);
  const entries = Array.from(at, (own, i): GradientEntry => {
    const difference = extrapolatedDifference(
      (offset) => valueOf(layout.fromVector(at.with(i, own + offset))).item(),
      step * Math.max(1, Math.abs(own)),
    );
    onEntry(i + 1, at.length);
    const scale = Math.max(
      Math.abs(gradient[i]),
      Math.abs(difference),
      floor * largest,
      leastSlope(value.item()),
      Number.MIN_VALUE,
    );
    const relativeError = Math.abs(gradient[i] - difference) / scale;
    return { name: layout.nameOf(i), gradient: gradient[i], difference, relativeError };
  });
  return {
    value: value.item(),
    gradientNorm: norm(gradient),
    worst: entries.reduce((worst, entry) => (isWorse(entry, worst) ? entry : worst)),
    entries,
    dotProductError: dotProductError(total, layout, at, gradient),
  };
}

/** Forward against reverse mode along a direction of +1 and -1 in an irregular pattern. */
function dotProductError<X extends TreeOf<X>>(
  f: (x: X) => PopulationTensor,
  layout: ParameterLayout<X>,
  at: Float64Array,
  gradient: Float64Array,
): number {
  const direction = Float64Array.from({ length: layout.size }, (_, i) => ((i * 2654435761) % 7 < 3 ? 1 : -1));
  const point: [X, X] = [layout.fromVector(at), layout.fromVector(direction)];
  const tangent = compile((x: X, dx: X) => jvp(f, x, dx).tangent, point, { checkFinite: false })(...point).item();
  const along = gradient.reduce((total, value, i) => total + value * direction[i], 0);
  return Math.abs(tangent - along) / Math.max(norm(gradient) * norm(direction), Number.MIN_VALUE);
}
