/** @file dm_control's soft indicator: 1 within bounds, and beyond them what a curve leaves at a distance. For reports only. */
import {
  requireFiniteNumber,
  requireNumber,
  requireNumbers,
  requireOptions,
  requireWord,
} from '../../core/arguments.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { ArgumentError } from '../../errors.ts';

/** Curves of d >= 0, 1 at 0, by the value that they have at 1. */
const curves = {
  gaussian: (d: number, value: number): number => exp.value(d * d * log.value(value, 0, 0), 0, 0),
  'long-tail': (d: number, value: number): number => 1 / (d * d * (1 / value - 1) + 1),
  reciprocal: (d: number, value: number): number => 1 / (d * (1 / value - 1) + 1),
  linear: (d: number, value: number): number => Math.max(0, 1 - d * (1 - value)),
  quadratic: (d: number, value: number): number => Math.max(0, 1 - d * d * (1 - value)),
};

/** The curve beyond the bounds. */
export type Sigmoid = keyof typeof curves;

/** Those that come to 0 at a finite distance, and so may do at 1. */
const endsAtZero: readonly Sigmoid[] = ['linear', 'quadratic'];

/** How far from where x is wanted, and what it is worth there. */
export interface ToleranceOptions {
  /** Ends included; default 0 and 0. They may be infinite. */
  readonly bounds?: readonly [lower: number, upper: number];
  /** Distance from the nearer bound at which `valueAtMargin` is left; 0 (the default) leaves nothing beyond the bounds. */
  readonly margin?: number;
  /** Default `gaussian`. */
  readonly sigmoid?: Sigmoid;
  /** Default 0.1. */
  readonly valueAtMargin?: number;
}

function requireTolerance({
  bounds = [0, 0],
  margin = 0,
  sigmoid = 'gaussian',
  valueAtMargin = 0.1,
}: ToleranceOptions) {
  requireNumbers('bounds', bounds);
  const [lower, upper] = bounds;
  requireFiniteNumber('margin', margin);
  if (!(lower <= upper)) throw new ArgumentError('bounds', `${lower}, ${upper}`, 'a lower and an upper bound');
  if (margin < 0) throw new ArgumentError('margin', String(margin), 'a number of at least 0');
  requireWord('sigmoid', sigmoid, Object.keys(curves));
  const mayBeZero = endsAtZero.includes(sigmoid);
  requireFiniteNumber('valueAtMargin', valueAtMargin);
  if (!(valueAtMargin < 1 && (valueAtMargin > 0 || (mayBeZero && valueAtMargin === 0))))
    throw new ArgumentError(
      'valueAtMargin',
      String(valueAtMargin),
      `a number from 0 to 1, without 1${mayBeZero ? '' : ' and 0'}`,
    );
  return { lower, upper, margin, curve: curves[sigmoid], valueAtMargin };
}

/**
 * `tolerance` of dm_control (Tassa et al. 2018, sec. 2): 1 for x within the bounds, then the sigmoid of the distance over the margin.
 * Throws an ArgumentError for bounds in the wrong order, a negative margin, an unknown sigmoid, and a value that it cannot have.
 */
export function tolerance(x: number, options: ToleranceOptions = {}): number {
  requireNumber('x', x);
  requireOptions('tolerance', options, ['bounds', 'margin', 'sigmoid', 'valueAtMargin']);
  const { lower, upper, margin, curve, valueAtMargin } = requireTolerance(options);
  if (lower <= x && x <= upper) return 1;
  if (margin === 0) return 0;
  return curve((x < lower ? lower - x : x - upper) / margin, valueAtMargin);
}
