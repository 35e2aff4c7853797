/** @file How descent with momentum moves along each direction of a Hessian: monotone, ringing, or away. */
import { requireFiniteNumber } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { ArgumentError } from '../../errors.ts';
import { requireSettings } from '../../optimize/checks.ts';
import { requireFiniteNumbers } from '../spectrum/tridiagonal.ts';

/**
 * What becomes of a displacement along a direction. `neutral`: it stays, as the curvature is 0; `escaping`: it grows for any step size,
 * as the curvature is negative; `divergent`: it grows as the step size is too large.
 */
export const regimes = ['monotone', 'ringing', 'neutral', 'escaping', 'divergent'] as const;

/** One of the regimes. */
export type Regime = (typeof regimes)[number];

/** Motion along one direction. */
export interface Mode {
  readonly eigenvalue: number;
  /** Eigenvalues of the iteration's matrix, [real, imaginary] each; the one of larger magnitude first. */
  readonly roots: readonly [readonly [number, number], readonly [number, number]];
  /** The factor by which a displacement changes in the long run, per step: the larger magnitude of the roots. */
  readonly rate: number;
  readonly regime: Regime;
}

/** trace^2 - 4 det of the iteration's matrix, as a product: nothing cancels where the roots meet. */
function discriminantOf(z: number, momentum: number): number {
  const root = Math.sqrt(momentum);
  return ((1 - root) * (1 - root) - z) * ((1 + root) * (1 + root) - z);
}

/** The root of larger magnitude where both are real; NaN where they are conjugate. `z`: step size times curvature. */
function realRoot(z: number, momentum: number): number {
  if (z === 0) return 1;
  const discriminant = discriminantOf(z, momentum);
  if (discriminant < 0) return NaN;
  const trace = 1 + momentum - z;
  return (trace + (trace < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
}

const rateOf = (root: number, momentum: number): number => (Number.isNaN(root) ? Math.sqrt(momentum) : Math.abs(root));

function regimeOf(eigenvalue: number, root: number): Regime {
  if (Number.isNaN(root)) return 'ringing';
  if (eigenvalue < 0) return 'escaping';
  if (Math.abs(root) > 1) return 'divergent';
  if (Math.abs(root) === 1) return 'neutral';
  return root >= 0 ? 'monotone' : 'ringing';
}

/** Refuses a step size that is not positive, or a momentum not from 0 to below 1. */
export function requireStep(stepSize: number, momentum: number): void {
  requireSettings('a positive number', { stepSize });
  requireSettings('a number from 0 to below 1', { momentum });
}

/**
 * Descent with momentum in the form of a sum, m <- momentum m + g, x <- x - stepSize m, along a direction of curvature `eigenvalue`.
 * Momentum in the form of a mean is this with (1 - momentum) stepSize. Throws an ArgumentError where the arguments do not fit.
 */
export function modeOf(eigenvalue: number, stepSize: number, momentum = 0): Mode {
  requireFiniteNumber('eigenvalue', eigenvalue);
  requireStep(stepSize, momentum);
  const z = stepSize * eigenvalue;
  const root = realRoot(z, momentum);
  const [middle, imaginary] = [(1 + momentum - z) / 2, Math.sqrt(Math.max(0, -discriminantOf(z, momentum))) / 2];
  const roots = Number.isNaN(root)
    ? ([
        [middle, imaginary],
        [middle, -imaginary],
      ] as const)
    : ([
        [root, 0],
        [root === 0 ? 0 : momentum / root, 0],
      ] as const);
  return { eigenvalue, roots, rate: rateOf(root, momentum), regime: regimeOf(eigenvalue, root) };
}

/** Eigenvalues that are rounding of 0, beside the largest of them, as 0. Refuses none, and such as are not finite. */
export function withoutRounding(eigenvalues: Float64Array): Float64Array {
  requireFiniteNumbers('eigenvalues', eigenvalues);
  if (eigenvalues.length === 0) throw new ArgumentError('eigenvalues', 'an empty list', 'at least one eigenvalue');
  const least = eigenvalues.length * Number.EPSILON * largest(0, eigenvalues.map(Math.abs));
  return eigenvalues.map((value) => (Math.abs(value) <= least ? 0 : value));
}

/** Motion along all directions. */
export interface OverallMotion {
  /** Divergent where one direction is; else that of the direction that counts for the rate. */
  readonly regime: Regime;
  /** Of the direction that grows fastest, or else shrinks the slowest; neutral ones are left out where there are others. */
  readonly rate: number;
  /** That direction's eigenvalue. */
  readonly eigenvalue: number;
  /** Number of directions in each regime. */
  readonly counts: Readonly<Record<Regime, number>>;
}

/** The motion over eigenvalues of which rounding was taken. */
export function motionOver(eigenvalues: Float64Array, stepSize: number, momentum: number): OverallMotion {
  const counts = { monotone: 0, ringing: 0, neutral: 0, escaping: 0, divergent: 0 };
  let worst: Omit<OverallMotion, 'counts'> = { regime: 'neutral', rate: 1, eigenvalue: 0 };
  for (const eigenvalue of eigenvalues) {
    const root = realRoot(stepSize * eigenvalue, momentum);
    const [regime, rate] = [regimeOf(eigenvalue, root), rateOf(root, momentum)];
    counts[regime]++;
    if (regime !== 'neutral' && (worst.regime === 'neutral' || rate > worst.rate)) worst = { regime, rate, eigenvalue };
  }
  return { ...worst, regime: counts.divergent > 0 ? 'divergent' : worst.regime, counts };
}

/** How descent with momentum (as in `modeOf`) moves over a Hessian of these eigenvalues. Throws an ArgumentError where arguments do not fit. */
export function overallMotion(eigenvalues: Float64Array, stepSize: number, momentum = 0): OverallMotion {
  requireStep(stepSize, momentum);
  return motionOver(withoutRounding(eigenvalues), stepSize, momentum);
}
