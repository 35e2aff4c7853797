/** @file How badly a Hessian is conditioned, what steps are best for it, and how much of a step comes back. */
import { requireFiniteNumber, requireParts } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import type { SpectralMeasure } from '../spectrum/quadrature.ts';
import { modeOf, requireStep, withoutRounding } from './regime.ts';

/** What eigenvalues say of a minimum. */
export interface Conditioning {
  /** Greatest over least of the positive eigenvalues; NaN where there are none. */
  readonly condition: number;
  /** Number of eigenvalues that are 0 within rounding of the largest. */
  readonly flat: number;
  readonly negative: number;
}

/** Condition number over the positive eigenvalues, with what it leaves out. Throws an ArgumentError where there are none at all. */
export function conditioning(eigenvalues: Float64Array): Conditioning {
  const clean = withoutRounding(eigenvalues);
  const positive = clean.filter((value) => value > 0);
  return {
    condition:
      positive.length > 0 ? positive.reduce((a, b) => Math.max(a, b)) / positive.reduce((a, b) => Math.min(a, b)) : NaN,
    flat: clean.filter((value) => value === 0).length,
    negative: clean.filter((value) => value < 0).length,
  };
}

/** Settings for which the slowest direction is as fast as can be, and the factor per step that is left of it. */
export interface BestStep {
  readonly stepSize: number;
  /** Of the form of a sum; 0 for plain descent. */
  readonly momentum: number;
  readonly rate: number;
}

function requireInterval(least: number, greatest: number): void {
  requireFiniteNumber('least', least);
  requireFiniteNumber('greatest', greatest);
  if (!(least > 0)) throw new ArgumentError('least', `${least}`, 'a positive eigenvalue');
  if (!(greatest >= least)) throw new ArgumentError('greatest', `${greatest}`, `at least ${least}`);
}

/** Descent's best step for eigenvalues from `least` to `greatest`: 2 / (least + greatest), with the rate (K - 1) / (K + 1). */
export function bestDescent(least: number, greatest: number): BestStep {
  requireInterval(least, greatest);
  const whole = least + greatest;
  return { stepSize: 2 / whole, momentum: 0, rate: (greatest - least) / whole };
}

/** The best step with momentum (Polyak 1964): both ends of the interval are double roots, with the rate sqrt(momentum). */
export function bestMomentum(least: number, greatest: number): BestStep {
  requireInterval(least, greatest);
  const [low, high] = [Math.sqrt(least), Math.sqrt(greatest)];
  const rate = (high - low) / (high + low);
  return { stepSize: (2 / (low + high)) * (2 / (low + high)), momentum: rate * rate, rate };
}

/**
 * The share of a gradient's squared length that lies along directions which overshoot, and so is taken back by a later step. `measure`:
 * nodes and weights of a quadrature that began with the gradient, or its squared components along the eigenvectors.
 */
export function zigZagShare(
  measure: Pick<SpectralMeasure, 'nodes' | 'weights'>,
  stepSize: number,
  momentum = 0,
): number {
  requireParts('measure', measure, { nodes: 'an object', weights: 'an object' });
  requireStep(stepSize, momentum);
  const nodes = withoutRounding(measure.nodes);
  let [all, overshooting] = [0, 0];
  nodes.forEach((node, i) => {
    all += measure.weights[i];
    if (['ringing', 'divergent'].includes(modeOf(node, stepSize, momentum).regime)) overshooting += measure.weights[i];
  });
  return all > 0 ? overshooting / all : 0;
}
