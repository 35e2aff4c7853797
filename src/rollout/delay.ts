/** @file Commands that come late: which of the last ones are in force over a step of physics. */
import { mul } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { clamp, maximum, minimum } from '../core/ops/comparison.ts';
import { concat, reshape, slice } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';

/** How time is cut, s. */
export interface Times {
  /** Of a step of physics. */
  readonly dt: number;
  /** Of the controller. */
  readonly period: number;
}

/** Commands that must be remembered besides the present one, for delays up to `most` s. */
export const rememberedCommands = (most: number, { period }: Times): number => Math.ceil(most / period - 1e-9);

/**
 * Shares [count] of a step during which the present command and those before it are in force, for commands that come `delay` s []
 * late: of the step that begins `within` s [] after its period, command j, given j periods ago, has
 * (min(within + dt - delay, (1 - j) period) - max(within - delay, -j period)) / dt, from 0 to 1. They sum to 1.
 */
export function sharesInForce(
  delay: PopulationTensor,
  within: PopulationTensor,
  count: number,
  { dt, period }: Times,
): PopulationTensor {
  const since = Array.from({ length: count }, (_, j) => -j * period);
  const begins = tensor(since);
  const ends = tensor(since.map((begin) => begin + period));
  const start = sub(within, delay);
  const first = maximum(start, begins);
  const last = minimum(sub(start, -dt), ends);
  return mul(1 / dt, clamp(sub(last, first), 0, dt));
}

/** The commands [count, size] with a new one in front of them, the oldest forgotten. */
export const withCommand = (commands: PopulationTensor, command: PopulationTensor): PopulationTensor => {
  const [count, size] = commands.shape;
  return concat([reshape(command, [1, size]), slice(commands, [0], [count - 1])]);
};

/** The command [size] that is in force over a step, by the shares [count] of the last commands [count, size]. */
export const commandInForce = (commands: PopulationTensor, shares: PopulationTensor): PopulationTensor =>
  matmul(shares, commands);
