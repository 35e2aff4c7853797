/** @file A spectrum as a curve: each node a Gaussian bell of a width in units of the spectrum itself; what stands alone is a stick. */
import { requireFiniteNumber, requireInteger, requireOptions } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { ArgumentError } from '../../errors.ts';
import { requireMeasure, type SpectralMeasure } from './quadrature.ts';

/** An eigenvalue that stands alone at an end of the spectrum. */
export interface Stick {
  readonly value: number;
  /** Share of the spectrum that is there. */
  readonly weight: number;
}

/** A density of eigenvalues over a range. */
export interface SpectralDensity {
  /** Places, evenly spaced; none where everything is sticks and no range was asked for. */
  readonly at: Float64Array;
  /** Share of the spectrum per unit of eigenvalue, sticks left out. */
  readonly values: Float64Array;
  /** Standard deviation of the bells, in units of eigenvalues; 0 where there are none. */
  readonly width: number;
  /** Ascending. */
  readonly sticks: readonly Stick[];
  /** Share of the spectrum that the curve covers within the range: with the sticks' weights it is 1 where nothing lies outside. */
  readonly mass: number;
}

/** What is drawn of it. */
export interface DensityOptions {
  /** Number of places; default 257, or as many as lie a width apart, up to 16,385. */
  readonly points?: number;
  /** From and to; default all that is not a stick, with four widths on either side. */
  readonly range?: readonly [from: number, to: number];
}

/** Places that differ by less, in units of the whole spectrum's width, are one; residuals within it are no doubt. */
const same = 1e-6;
/** An end stands alone where its neighbour is further away than this part of what the rest extends over. */
const alone = 0.5;

/** Nodes that are no sticks, from `low` to below `high`, and the sticks beside them. */
interface Parted {
  readonly low: number;
  readonly high: number;
  readonly sticks: readonly Stick[];
}

/** Takes known ends away as long as they stand alone. */
function parted({ nodes, weights, residuals }: SpectralMeasure): Parted {
  let [low, high] = [0, nodes.length];
  const magnitude = Math.max(Math.abs(nodes[0]), Math.abs(nodes[high - 1]));
  const close = Math.max(same * (nodes[high - 1] - nodes[0]), 16 * Number.EPSILON * magnitude);
  const stickOf = (from: number, to: number): Stick => {
    let [weight, moment] = [0, 0];
    for (let i = from; i < to; i++) {
      weight += weights[i];
      moment += weights[i] * (nodes[i] - nodes[from]);
    }
    return { value: nodes[from] + (weight > 0 ? moment / weight : 0), weight };
  };
  const isKnown = (from: number, to: number): boolean => {
    for (let i = from; i < to; i++) if (!(residuals[i] <= close)) return false;
    return true;
  };
  const standsAlone = (gap: number, rest: number): boolean => gap > Math.max(close, alone * rest);
  const [below, above]: [Stick[], Stick[]] = [[], []];
  for (let isFound = true; isFound && low < high;) {
    isFound = false;
    let [first, last] = [low + 1, high - 1];
    while (first < high && nodes[first] - nodes[low] <= close) first++;
    while (last > low && nodes[high - 1] - nodes[last - 1] <= close) last--;
    const isAll = first === high;
    if (isKnown(last, high) && (isAll || standsAlone(nodes[last] - nodes[last - 1], nodes[last - 1] - nodes[low]))) {
      above.unshift(stickOf(last, high));
      [high, isFound] = [last, true];
    } else if (isKnown(low, first) && standsAlone(nodes[first] - nodes[first - 1], nodes[high - 1] - nodes[first])) {
      below.push(stickOf(low, first));
      [low, isFound] = [first, true];
    }
  }
  return { low, high, sticks: [...below, ...above] };
}

function requireRange(range: readonly [number, number]): void {
  if (!Array.isArray(range) || range.length !== 2) throw new ArgumentError('range', typeof range, '[from, to]');
  range.forEach((end, i) => requireFiniteNumber(`range[${i}]`, end));
  if (!(range[0] < range[1])) throw new ArgumentError('range', `[${range[0]}, ${range[1]}]`, 'from below to');
}

/** Width of the bells of nodes from `low` to below `high`: of the range of what is no stick; of one place alone, what is not known of it. */
function widthOf({ nodes, residuals, steps }: SpectralMeasure, low: number, high: number): number {
  const extent = nodes[high - 1] - nodes[low];
  if (extent === 0) return largest(0, residuals.subarray(low, high));
  return extent / (Math.max(1, steps - 1) * Math.sqrt(8 * logOfThree));
}

const [fewest, most] = [257, 16_385];

/** Places for a range of so many widths: further apart they would miss bells, and the integral with them. */
const placesFor = (widths: number): number => Math.min(most, Math.max(fewest, Math.ceil(widths) + 1 || fewest));

/** Integral by the trapezoidal rule over even places. */
function integral(at: Float64Array, values: Float64Array): number {
  let total = 0;
  for (let i = 1; i < at.length; i++) total += ((values[i] + values[i - 1]) / 2) * (at[i] - at[i - 1]);
  return total;
}

/** Standard deviations beyond which a bell is below the least number: nothing of the sum is left out. */
const vanished = 39;

/** Sum of bells at ascending places, one of each weight at each of the ascending nodes. */
function bellsAt(at: Float64Array, nodes: Float64Array, weights: Float64Array, width: number): Float64Array {
  let first = 0;
  return at.map((place) => {
    while (first < nodes.length && place - nodes[first] > vanished * width) first++;
    let total = 0;
    for (let i = first; i < nodes.length && nodes[i] - place <= vanished * width; i++) {
      const z = (place - nodes[i]) / width;
      total += weights[i] * exp.value((-z * z) / 2, 0, 0);
    }
    return total === 0 ? 0 : total / (width * Math.sqrt(2 * Math.PI));
  });
}

/**
 * The density of a measure: bells of the width (range of what is no stick) / ((steps - 1) sqrt(8 ln 3)), or the residual where that is one place, so that it has the unit of the
 * eigenvalues and density(c H) at c l is density(H) at l, over c. Ends that are known and stand alone are sticks and widen no bell.
 * Nothing is normalized: `mass` says what the drawn range covers. Throws an ArgumentError where the arguments do not fit.
 */
export function spectralDensity(measure: SpectralMeasure, options: DensityOptions = {}): SpectralDensity {
  requireOptions('spectralDensity', options, ['points', 'range']);
  requireMeasure(measure);
  const { points, range } = options;
  if (points !== undefined) requireInteger('points', points, 2);
  if (range !== undefined) requireRange(range);
  const { nodes, weights } = measure;
  const { low, high, sticks } = parted(measure);
  const width = high > low ? widthOf(measure, low, high) : 0;
  if (high === low && !range)
    return { at: new Float64Array(0), values: new Float64Array(0), width: 0, sticks, mass: 0 };
  const [from, to] = range ?? [nodes[low] - 4 * width, nodes[high - 1] + 4 * width];
  const places = points ?? placesFor((to - from) / width);
  const at = Float64Array.from({ length: places }, (_, i) => from + ((to - from) * i) / (places - 1));
  const values = bellsAt(at, nodes.subarray(low, high), weights.subarray(low, high), width);
  return { at, values, width, sticks, mass: integral(at, values) };
}

const logOfThree = 1.0986122886681098;
