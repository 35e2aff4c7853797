/** @file Recurrent units that track a moving state: their bump moves along, division widens what it implies, and spikes are added (Deneve et al. 2007). */
import { requireFiniteNumber, requireParts } from '../../core/arguments.ts';
import { div, sqrt, square } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { reshape } from '../../core/ops/indexing.ts';
import type { PopulationTensor, TensorLike } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { besselI1 } from './bessel.ts';
import { type Code, requireCode } from './code.ts';
import { centreOfMass, populationVector } from './linear-decoders.ts';

function requireAxis(code: Code, tuning: Code['tuning']): void {
  requireCode('code', code);
  if (code.tuning !== tuning || code.units !== 'axis' || code.dimension > 0)
    throw new ArgumentError(
      'code',
      `${code.tuning} tuning, units: ${code.units}`,
      `numbers, ${tuning} tuning, units along an axis`,
    );
}

/** Activities [N] of a ring whose population vector has that angle and that length: its tuning, as high as it needs. */
export function bumpOnRing(code: Code, angle: TensorLike, length: TensorLike): PopulationTensor {
  requireAxis(code, 'von mises');
  const height = div(length, mul(code.preferred.shape[0], besselI1(code.sharpness)));
  return mul(height, exp(code.logShape(reshape(angle, [1]))));
}

/** Activities [N] of a line of Gaussian units `spacing` apart, with that centre of mass and that sum, as long as the bump lies within the units. */
export function bumpOnLine(code: Code, centre: TensorLike, total: TensorLike, spacing: number): PopulationTensor {
  requireAxis(code, 'gaussian');
  requireFiniteNumber('spacing', spacing);
  const height = mul(total, mul(spacing / Math.sqrt(2 * Math.PI), sqrt(code.sharpness)));
  return mul(height, exp(code.logShape(reshape(centre, [1]))));
}

/**
 * Activities [N] of a ring after the angle moved by about `move`, give or take a variance `diffusion`, rad^2. All are divided by
 * 1 + diffusion x concentration x length of the population vector, so that the variance implied, 1 / (concentration x length), grows by
 * `diffusion`; and they settle to the bump that has the vector, which is all that the posterior reads of them.
 */
export function turnedOnRing(
  code: Code,
  activity: TensorLike,
  move: TensorLike,
  diffusion: TensorLike,
): PopulationTensor {
  requireAxis(code, 'von mises');
  const { estimate, length } = populationVector(code, activity);
  const divisor = add(1, mul(mul(diffusion, code.sharpness), length));
  return bumpOnRing(code, add(estimate, move), div(length, divisor));
}

/** How the state of a line of units moves in a step: from s to about scale s + move. */
export interface LineMotion {
  readonly scale?: TensorLike;
  readonly move?: TensorLike;
  /** Variance of what is not foreseen. */
  readonly diffusion: TensorLike;
  /** From one unit to the next; at most a width. */
  readonly spacing: number;
}

/**
 * Activities [N] of a line of Gaussian units after a step. The centre of mass goes where the state goes; division by
 * scale^2 + diffusion x sum / width^2 makes the variance implied, width^2 / sum, exactly Kalman's scale^2 variance + diffusion.
 */
export function movedOnLine(code: Code, activity: TensorLike, motion: LineMotion): PopulationTensor {
  requireAxis(code, 'gaussian');
  requireParts('motion', motion, { spacing: 'a number' });
  const { scale = 1, move = 0, diffusion, spacing } = motion;
  const { estimate, total } = centreOfMass(code, activity);
  const divisor = add(square(scale), mul(diffusion, mul(total, code.sharpness)));
  return bumpOnLine(code, add(mul(scale, estimate), move), div(total, divisor), spacing);
}
