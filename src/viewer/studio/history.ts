/** @file What a run's curves are drawn from: a bounded record of its iterations, a column for every number by its name. */
import type { MemberIteration, Progress } from '../../run/job.ts';
import type { Quantiles } from '../../run/spread.ts';

/** Most points that are kept; then every second one is dropped, so that the curves keep their whole length. */
const capacity = 16_384;

/** Smallest value that a logarithmic axis shows. */
const tiny = 1e-12;

/** What an iteration found: the only run, or the best of many; null where there was none. */
export const readingOf = ({ iteration, best, now, spread }: Progress): MemberIteration | null => {
  const found = spread ? best : now;
  return found && { ...found, iteration };
};

type Percentile = 'low' | 'median' | 'high';

/** Name of a column of percentiles over all runs, of the column of a loss or a measure. */
export const percentile = (column: string, of: Percentile): string => `${column}:${of}`;

export const measureColumn = (name: string): string => `measure ${name}`;
const termColumn = (name: string): string => `term ${name}`;

/** A number with its percentiles over all runs; a run alone is its own spread. */
const withSpread = (column: string, value: number, quantiles?: Quantiles): [string, number][] => [
  [column, value],
  ...(['low', 'median', 'high'] as const).map((of): [string, number] => [
    percentile(column, of),
    quantiles?.[of] ?? value,
  ]),
];

/** Numbers of an iteration by the names of their columns. */
function columnsOf(
  { loss, gradientNorm, clippedGradientNorm, measures, terms }: MemberIteration,
  { spread }: Progress,
) {
  return [
    ...withSpread('loss', loss, spread?.loss),
    ...Object.entries({ gradientNorm, clippedGradientNorm }),
    ...Object.entries(measures).flatMap(([name, value]) =>
      withSpread(measureColumn(name), value, spread?.measures[name]),
    ),
    ...Object.entries(terms).map(([name, value]): [string, number] => [termColumn(name), value]),
  ] as const;
}

export class History {
  #count = 0;
  /** Iterations between two points. */
  #stride = 1;
  readonly #iterations = new Float64Array(capacity);
  readonly #columns = new Map<string, Float64Array>();

  get length(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#stride = 1;
    this.#columns.clear();
  }

  /** Adds an iteration, numbered `iteration`. */
  push(progress: Progress, iteration = progress.iteration): void {
    const reading = readingOf(progress);
    if (!reading || iteration % this.#stride !== 0) return;
    if (this.#count === capacity) this.#thin();
    this.#iterations[this.#count] = iteration;
    for (const [name, value] of columnsOf(reading, progress)) this.#column(name)[this.#count] = value;
    this.#count++;
  }

  /** Iteration numbers. */
  iterations(): Float64Array {
    return this.#iterations.subarray(0, this.#count);
  }

  /** Values of a column, fit for a logarithmic axis; the smallest where there is no such column. */
  values(name: string): Float64Array {
    const kept = this.#columns.get(name)?.subarray(0, this.#count);
    return kept?.map((value) => Math.max(value, tiny)) ?? new Float64Array(this.#count).fill(tiny);
  }

  /** A value as it was found; 0 where there is no such column. */
  found(name: string, index: number): number {
    return this.#columns.get(name)?.[index] ?? 0;
  }

  #column(name: string): Float64Array {
    const known = this.#columns.get(name) ?? new Float64Array(capacity);
    this.#columns.set(name, known);
    return known;
  }

  #thin(): void {
    this.#stride *= 2;
    this.#count = capacity / 2;
    for (const column of [this.#iterations, ...this.#columns.values()])
      for (let i = 0; i < this.#count; i++) column[i] = column[2 * i];
  }
}
