/** @file The pad: for every step size and momentum, or step size and horizon, how descent would move over the task's own Hessian. */
import { requireList } from '../../core/arguments.ts';
import { requireFiniteNumbers } from '../spectrum/tridiagonal.ts';
import { type OverallMotion, motionOver, type Regime, regimes, requireStep, withoutRounding } from './regime.ts';

/** A grid of motions: entry [row, column] lies at row * columns + column. */
export interface RegimePad {
  readonly rows: number;
  readonly columns: number;
  /** Factor per step, of the fastest growing or else slowest direction. */
  readonly rates: Float64Array;
  /** Places in the list `regimes`. */
  readonly regimes: Uint8Array;
}

function padOf(rows: number, columns: number, motionAt: (row: number, column: number) => OverallMotion): RegimePad {
  const rates = new Float64Array(rows * columns);
  const places = new Uint8Array(rows * columns);
  const placeOf = Object.fromEntries(regimes.map((name, i) => [name, i])) as Record<Regime, number>;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const { rate, regime } = motionAt(row, column);
      rates[row * columns + column] = rate;
      places[row * columns + column] = placeOf[regime];
    }
  return { rows, columns, rates, regimes: places };
}

/** Step size (columns) by momentum in the form of a sum (rows). Throws an ArgumentError where the arguments do not fit. */
export function regimePad(eigenvalues: Float64Array, stepSizes: Float64Array, momenta: Float64Array): RegimePad {
  const clean = withoutRounding(eigenvalues);
  requireFiniteNumbers('stepSizes', stepSizes);
  requireFiniteNumbers('momenta', momenta);
  stepSizes.forEach((stepSize) => requireStep(stepSize, 0));
  momenta.forEach((momentum) => requireStep(1, momentum));
  return padOf(momenta.length, stepSizes.length, (row, column) => motionOver(clean, stepSizes[column], momenta[row]));
}

/** Step size (columns) by horizon (rows), of the eigenvalues at each horizon. Throws an ArgumentError where the arguments do not fit. */
export function horizonPad(eigenvaluesOf: readonly Float64Array[], stepSizes: Float64Array, momentum = 0): RegimePad {
  requireList('eigenvaluesOf', eigenvaluesOf, 'a list with the eigenvalues of each horizon');
  const clean = eigenvaluesOf.map(withoutRounding);
  requireFiniteNumbers('stepSizes', stepSizes);
  requireStep(1, momentum);
  stepSizes.forEach((stepSize) => requireStep(stepSize, momentum));
  return padOf(clean.length, stepSizes.length, (row, column) => motionOver(clean[row], stepSizes[column], momentum));
}
