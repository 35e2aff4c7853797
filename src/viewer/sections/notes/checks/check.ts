/** @file What `#check` is on the page: the comparisons of the tests, whose residuals are kept for whoever runs a check. */
import { comparisons, type Residual, shareOf } from './compare.ts';

/** The seed that tests take where none is given, so that the page compares the same numbers. */
const seed = 20261124;

/** What comparisons came to. */
export interface Heard {
  readonly count: number;
  /** The one closest to its tolerance, or beyond it; null where none was made. */
  readonly worst: Residual | null;
}

let heard: Heard = { count: 0, worst: null };

/** Forgets what was heard, and returns it. */
export function takeHeard(): Heard {
  const taken = heard;
  heard = { count: 0, worst: null };
  return taken;
}

export const { expectClose, expectEqual, uniform, normal } = comparisons({
  seed,
  onResidual(residual) {
    const isWorse = heard.worst === null || shareOf(residual) > shareOf(heard.worst);
    heard = { count: heard.count + 1, worst: isWorse ? residual : heard.worst };
  },
});
