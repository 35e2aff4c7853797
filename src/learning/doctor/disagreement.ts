/** @file How well a computed loss and its slopes agree: where they do not, differences of losses are rounding and no decrease. */
import { requireNumbers } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';

/**
 * sum |L_{k+1} - L_k - (s_k + s_{k+1}) / 2| over sum |(s_k + s_{k+1}) / 2|: losses at places one after another beside their slopes there,
 * by the trapezoidal rule; `slopes` are by one place to the next. 0 where they agree, about 1 where losses stand still, more where they
 * are noise; 0 where all slopes are 0. Throws an ArgumentError where there are fewer than two places.
 */
export function disagreement(losses: readonly number[], slopes: readonly number[]): number {
  requireNumbers('losses', losses);
  requireNumbers('slopes', slopes);
  if (losses.length < 2 || losses.length !== slopes.length)
    throw new ArgumentError('slopes', `${slopes.length} slopes of ${losses.length} losses`, 'as many, two or more');
  let [off, all] = [0, 0];
  for (let k = 0; k + 1 < losses.length; k++) {
    const expected = (slopes[k] + slopes[k + 1]) / 2;
    off += Math.abs(losses[k + 1] - losses[k] - expected);
    all += Math.abs(expected);
  }
  return all === 0 ? 0 : off / all;
}
