/** @file Which of many step lengths is taken: the one whose merit is least among those that keep enough of their promise. */
import { requireInteger, requireList, requireParts } from '../core/arguments.ts';

/** Step lengths 2^0 … 2^-(count - 1): all are tried at once. */
export function stepLengths(count: number): number[] {
  requireInteger('count', count, 1, 60);
  return Array.from({ length: count }, (_, i) => 2 ** -i);
}

/** The loss along a step of length a, as the models have it: loss + a slope + a^2 / 2 curvature, with gaps that shrink to 1 - a. */
export interface Forecast {
  readonly loss: number;
  readonly slope: number;
  readonly curvature: number;
  /** Sum of all entries' sizes of the gaps; 0 where there are none. */
  readonly gap: number;
  /** What a unit of the gap counts besides the loss. */
  readonly penalty: number;
}

/** What a step is predicted to take from the merit, loss + penalty gap; below 0 where it would add to it. */
export const expectedAt = ({ slope, curvature, gap, penalty }: Forecast, length: number): number =>
  -(length * slope + ((length * length) / 2) * curvature) + penalty * length * gap;

/** What a step has taken from the merit, at whose end the loss is `loss`. */
export const actualAt = (forecast: Forecast, length: number, loss: number): number =>
  forecast.loss - loss + forecast.penalty * length * forecast.gap;

/** Part of the gap's own decrease that the merit keeps at least, whatever the loss does. */
const kept = 0.5;

/**
 * The penalty of gaps with which a whole step leads down: at least what was before, and as much that the merit falls by half of
 * what closing the gaps is worth (Nocedal and Wright 2006, eq. 18.36).
 */
export function penaltyFor({ slope, curvature, gap, penalty }: Forecast): number {
  if (gap === 0) return penalty;
  return Math.max(penalty, (slope + Math.max(0, curvature) / 2) / ((1 - kept) * gap));
}

/** A step that was chosen, and what came of it. */
export interface Step {
  readonly index: number;
  readonly length: number;
  readonly expected: number;
  readonly actual: number;
}

/** Least part of its promise that a step keeps to be accepted: Armijo's constant. */
const leastRatio = 1e-4;

/**
 * The accepted step whose merit is least; null where none is. Losses that are not finite are rejected before anything is compared, and so
 * is a step that promises nothing. The longer one of equals.
 */
export function bestStep(forecast: Forecast, lengths: readonly number[], losses: Float64Array): Step | null {
  requireParts('forecast', forecast, { loss: 'a number', slope: 'a number', curvature: 'a number', gap: 'a number' });
  requireList('lengths', lengths);
  let best: Step | null = null;
  lengths.forEach((length, index) => {
    const expected = expectedAt(forecast, length);
    const actual = actualAt(forecast, length, losses[index]);
    if (!Number.isFinite(losses[index]) || !(expected > 0) || !(actual >= leastRatio * expected) || !(actual > 0))
      return;
    if (!best || actual > best.actual) best = { index, length, expected, actual };
  });
  return best;
}
