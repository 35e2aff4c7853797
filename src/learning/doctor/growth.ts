/** @file How much a moved start grows along a rollout, whatever the unit of time: finite-time Lyapunov exponent, and the horizon it leaves. */
import type { ControllerParameters } from '../../../controllers/controller.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { requireFiniteNumber, requireInstance, requireInteger } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import type { RolloutSettings } from '../../rollout/settings.ts';
import { productsFromStart } from '../lyapunov/growth.ts';
import { closedLoopJacobians, type StepJacobians } from '../lyapunov/step-jacobians.ts';
import type { Pace } from '../pace.ts';

/** Growth of a moved start. */
export interface Growth {
  /** Over the whole horizon. */
  readonly total: number;
  /** Of the first periods of the controller, after each. */
  readonly byPeriods: Float64Array;
  /** s that a period takes. */
  readonly time: number;
  /** Finite-time Lyapunov exponent ln(total) / T, 1/s. */
  readonly exponent: number;
}

/**
 * Size of a matrix [2 n, 2 n], row by row, of q and v by q and v, in that unit of time that makes it least: with the blocks
 * [[A, B], [C, D]], sqrt(|A|^2 + |D|^2 + 2 |B| |C|). Scaling time by s makes B / s and C s of B and C, and so changes nothing. Throws an
 * ArgumentError where there are not so many numbers.
 */
export function balancedSize(matrix: Float64Array, n: number): number {
  requireInteger('n', n, 1);
  requireInstance('matrix', matrix, Float64Array);
  const width = 2 * n;
  if (matrix.length !== width * width)
    throw new ArgumentError('matrix', `${matrix.length} numbers`, `${width * width} numbers`);
  const squares = [0, 0, 0, 0];
  matrix.forEach((entry, k) => {
    const [row, column] = [Math.floor(k / width), k % width];
    squares[(row < n ? 0 : 2) + (column < n ? 0 : 1)] += entry * entry;
  });
  const [a, b, c, d] = squares;
  return Math.sqrt(a + d + 2 * Math.sqrt(b) * Math.sqrt(c));
}

/**
 * The horizon over which what grows at a rate (1/s) stays below a factor: ln(factor) / rate, s; Infinity where nothing grows. Throws an
 * ArgumentError where the factor is not above 1.
 */
export function horizonWithin(rate: number, factor: number): number {
  requireFiniteNumber('rate', rate, ' of 1/s');
  requireFiniteNumber('factor', factor);
  if (!(factor > 1)) throw new ArgumentError('factor', String(factor), 'a number above 1');
  return rate > 0 ? log.value(factor, 0, 0) / rate : Infinity;
}

/** Of a matrix [size, size] what moves q and v by q and v, [2 n, 2 n]. */
function ofState(matrix: Float64Array, { size, slots }: StepJacobians, n: number): Float64Array {
  const [q, v] = ['q', 'v'].map((path) => slots.find((slot) => slot.path === path)!.offset);
  const place = (i: number): number => (i < n ? q + i : v + i - n);
  return Float64Array.from({ length: 4 * n * n }, (_, k) => {
    const [row, column] = [Math.floor(k / (2 * n)), k % (2 * n)];
    return matrix[place(row) * size + place(column)];
  });
}

/**
 * Growth of a moved start in closed loop: products of the Jacobians of its periods, with all that it remembers. Null where a number is
 * not finite. Rejects like `closedLoopJacobians`.
 */
export async function growthOf(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  pace: Pace,
): Promise<Growth | null> {
  const { nv } = settings.model;
  const jacobians = await closedLoopJacobians(settings, parameters, scenario, pace);
  const { matrices, size, time } = jacobians;
  const sizes: number[] = [];
  for (const { matrix, scale } of productsFromStart(matrices, size)) {
    await pace.step();
    sizes.push(balancedSize(ofState(matrix, jacobians, nv), nv) * exp.value(scale, 0, 0));
  }
  // that of no move at all is sqrt(2 nv): growth begins at 1
  const byPeriods = Float64Array.from(sizes.slice(1), (one) => one / sizes[0]);
  const total = byPeriods[byPeriods.length - 1];
  if (!Number.isFinite(total)) return null;
  return { total, byPeriods, time, exponent: log.value(total, 0, 0) / (byPeriods.length * time) };
}
