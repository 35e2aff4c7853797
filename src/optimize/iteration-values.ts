/** @file The numbers of an iteration: of one, of all members, or of one member's history as columns. */

/** Numbers of one iteration, or columns of them, of one member. */
export interface IterationValues<T> {
  readonly loss: T;
  readonly gradientNorm: T;
  readonly clippedGradientNorm: T;
  readonly stepSize: T;
  readonly terms: Readonly<Record<string, T>>;
  readonly measures: Readonly<Record<string, T>>;
}

/** What one iteration found at its parameters, before it moved on. */
export interface Iteration extends IterationValues<number> {
  /** From 0. */
  readonly iteration: number;
}

/** One member's history: a column for each number, a row for each iteration that was kept. */
export interface MemberHistory extends IterationValues<Float64Array> {
  /**
   * Iterations that the rows are of, in order, where not all were kept: the first, the best and the last one made are among them.
   * Left out where all were kept.
   */
  readonly kept?: Int32Array;
}

/** The same names, each with another value. */
export const mapNamed = <T, U>(named: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)]));

/** The same values with each replaced. */
export function mapValues<T, U>(values: IterationValues<T>, change: (value: T) => U): IterationValues<U> {
  return {
    loss: change(values.loss),
    gradientNorm: change(values.gradientNorm),
    clippedGradientNorm: change(values.clippedGradientNorm),
    stepSize: change(values.stepSize),
    terms: mapNamed(values.terms, change),
    measures: mapNamed(values.measures, change),
  };
}

/** Iterations that were made, whether they were kept or not. */
export const madeIn = ({ loss, kept }: MemberHistory): number => (kept ? (kept.at(-1) ?? -1) + 1 : loss.length);

/** The row of an iteration; -1 where it was not kept or not made. */
export function rowIn({ loss, kept }: MemberHistory, iteration: number): number {
  if (kept) return kept.indexOf(iteration);
  return iteration < loss.length ? iteration : -1;
}
