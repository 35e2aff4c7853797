/** @file A first-order method walked over plain vectors, with the flow's time of every iterate. */
import { PopulationTensor } from '../../core/population-tensor.ts';
import { NonFiniteError } from '../../errors.ts';
import type { Tree } from '../../core/tree.ts';
import type { Update, UpdateRule } from '../../optimize/update-rule.ts';
import { counted } from '../../text/counted.ts';
import type { Pace } from '../pace.ts';
import type { Clock } from './clocks.ts';
import { evaluated, type Gradient } from './gradient-flow.ts';

/** The iterates of a method. */
export interface Descent {
  /** Of each iterate, the start before the first. */
  readonly points: readonly Float64Array[];
  readonly losses: readonly number[];
  /** Time of each; null where the method has no common clock with the flow. */
  readonly times: readonly number[] | null;
  /** Why it ended early; null where it did not. */
  readonly shortfall: string | null;
}

/** Where a walk ends: at the first of both. */
export interface Extent {
  /** Time of the flow, to the nearest iterate. */
  readonly duration: number;
  readonly iterations: number;
}

/** Walks until a time is reached or so many iterations are made; ends where a number is not finite, at the iterate before. */
export async function descend(
  gradient: Gradient,
  rule: UpdateRule,
  clock: Clock,
  start: Float64Array,
  extent: Extent,
  pace: Pace,
): Promise<Descent> {
  const times = [0];
  const points: Float64Array[] = [];
  const losses: number[] = [];
  let x = new PopulationTensor({ shape: [start.length], population: 1 }, start.slice());
  let state = rule.start(x);
  const ended = (shortfall: string | null): Descent => {
    times.length = points.length;
    return { points, losses, times: clock.timeOf ? times : null, shortfall };
  };
  for (let iteration = 0; ; iteration++) {
    await pace.step();
    const found = await finiteOr(gradient, x.data);
    if (!found) return ended(`not finite after ${counted(iteration, 'step')}`);
    points.push(x.data);
    losses.push(found.loss);
    if (iteration === extent.iterations) return ended(clock.timeOf ? `${iteration} steps were not enough` : null);
    const g = new PopulationTensor({ shape: x.shape, population: 1 }, found.gradient);
    const update = rule.update(x, g, state, iteration);
    if (clock.timeOf) {
      const lasts = clock.timeOf(update.stepSize.item()) * shareOf(update);
      // the iterate that is nearest to the end is the last
      if (times[iteration] + lasts / 2 > extent.duration) return ended(null);
      times.push(times[iteration] + lasts);
    }
    ({ x, state } = update);
  }
}

/** Part of its gradient that a step takes: a clipped step is a shorter time. */
function shareOf({ gradientNorm, clippedGradientNorm }: Update<Tree>): number {
  const [whole, taken] = [gradientNorm.item(), clippedGradientNorm.item()];
  return taken < whole ? taken / whole : 1;
}

/** Loss and gradient, null where they are not finite. */
async function finiteOr(gradient: Gradient, x: Float64Array): Promise<Awaited<ReturnType<typeof evaluated>> | null> {
  try {
    const found = await evaluated(gradient, x);
    return Number.isFinite(found.loss) && found.gradient.every(Number.isFinite) ? found : null;
  } catch (error) {
    if (error instanceof NonFiniteError) return null;
    throw error;
  }
}
