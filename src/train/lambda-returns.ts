/** @file TD(lambda): what a critic shall say of each moment of a window, from rewards and from what it says of the moments after. */
import { requireFiniteNumber, requireInteger } from '../core/arguments.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { stopGradient } from '../core/ops/stop-gradient.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { scan } from '../core/scan.ts';

/** How far a critic looks ahead. */
export interface Discount {
  /** Factor on what comes a period later. */
  readonly gamma: number;
  /** Share of what has happened, the rest is what the critic says: 0 looks one period ahead, 1 to the window's end. */
  readonly lambda: number;
}

/**
 * Targets T [h] of the moments 0 to h - 1, from the rewards [h] of the periods that they begin and the values [h] of the moments 1 to
 * h: T_h = V_h, T_t = r_t + gamma ((1 - lambda) V_{t+1} + lambda T_{t+1}) (Sutton and Barto 2018, sec. 12.1). No gradient goes through
 * them: a critic follows them, and they do not follow it.
 */
export function lambdaReturns(
  rewards: PopulationTensor,
  values: PopulationTensor,
  { gamma, lambda }: Discount,
): PopulationTensor {
  const [length = 0] = rewards.shape;
  requireInteger('rewards: periods', length, 1);
  requireTensorOf('rewards', rewards, [length], 'one a period');
  requireTensorOf('values', values, [length], 'one a period');
  requireFiniteNumber('gamma', gamma);
  requireFiniteNumber('lambda', lambda);
  const [given, known] = [stopGradient(rewards), stopGradient(values)];
  return scan(
    (
      next: PopulationTensor,
      { reward, value }: { readonly reward: PopulationTensor; readonly value: PopulationTensor },
    ) => {
      const mixed = add(value, mul(lambda, sub(next, value)));
      const target = add(reward, mul(gamma, mixed));
      return { carry: target, output: target };
    },
    at(known, length - 1),
    { reward: given, value: known },
    { reverse: true },
  ).outputs;
}
