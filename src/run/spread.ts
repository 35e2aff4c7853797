/** @file How far the members of a population lie apart, in a few numbers. */
import type { PopulationEvaluation } from '../optimize/population-objective.ts';

/** Lowest and highest, tenth, fiftieth and ninetieth percentile of the members that are finite; NaN where none is. */
export interface Quantiles {
  readonly lowest: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly highest: number;
}

/** Where the members stand that have not diverged. */
export interface Spread {
  readonly loss: Quantiles;
  readonly measures: Readonly<Record<string, Quantiles>>;
}

/** Percentiles of what is finite; the nearest member's value, not one in between. */
export function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.filter(Number.isFinite).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { lowest: at(0), low: at(0.1), median: at(0.5), high: at(0.9), highest: at(1) };
}

/** Of all members but those that `isLeftOut`. */
export function spreadOf({ loss, measures }: PopulationEvaluation, isLeftOut: (member: number) => boolean): Spread {
  const of = (values: Float64Array): Quantiles => quantilesOf(values.map((value, m) => (isLeftOut(m) ? NaN : value)));
  return {
    loss: of(loss),
    measures: Object.fromEntries(Object.entries(measures).map(([name, values]) => [name, of(values)])),
  };
}
