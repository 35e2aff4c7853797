/** @file How far a short run came down, as a part of the loss that it began with. */
import type { ShortRun } from './evidence.ts';

/** Median of a list that is not empty. */
function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * 1 - (median loss of the last third) / (first loss): at most 1, below 0 where a run went up, -Infinity where it diverged. A run that
 * has done what it should counts by its last loss.
 */
export function progressOf({ losses, isDone, diverged }: ShortRun): number {
  if (diverged || losses.length === 0) return -Infinity;
  const [first] = losses;
  if (first === 0) return 1;
  const last = isDone ? losses[losses.length - 1] : median(losses.slice(-Math.ceil(losses.length / 3)));
  return 1 - last / first;
}

/** Times its first loss that a run's loss may rise to on its way. */
const highest = 2.5;

/** Whether a run's loss leaps up on its way, wherever it ends. */
export const leaps = ({ losses }: ShortRun): boolean =>
  losses[0] > 0 && losses.some((loss) => loss > highest * losses[0]);
