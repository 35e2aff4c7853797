/** @file Slopes by differences, of a function that is costly and may bend sharply, and how far they can be trusted. */
import { type Difference, extrapolation } from '../core/derivative/check-gradients.ts';
import type { Pace } from './pace.ts';

/** First steps, as parts of the extent: long ones against rounding, short ones where the function bends. */
const firstSteps = [2e-2, 5e-4, 1e-5, 2e-7, 4e-9] as const;

/** Relative error at which no shorter step is tried; nor is it where the error has grown so much, as rounding is all that is left. */
const goodEnough = 1e-10;
const muchWorse = 1e3;

/**
 * Slope of f at 0, by the steps that seem to have the least error: beyond the `extent` f bends, `size` is that of the slope.
 */
export async function slopeOf(
  f: (offset: number) => number,
  { extent, size }: { readonly extent: number; readonly size: number },
  pace: Pace,
): Promise<Difference> {
  let best: Difference = { value: NaN, error: Infinity };
  for (const part of firstSteps) {
    const steps = extrapolation(part * extent);
    let asked = steps.next();
    while (!asked.done) {
      await pace.step();
      asked = steps.next(f(asked.value));
    }
    if (!(asked.value.error >= best.error)) best = asked.value;
    if (best.error <= goodEnough * size || asked.value.error > muchWorse * best.error) break;
  }
  return best;
}
