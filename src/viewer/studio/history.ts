/** @file What a run's curves are drawn from: a bounded record of its iterations. */
import type { Quantiles } from '../../run/spread.ts';
import type { Progress } from '../worker/protocol.ts';

/** Most points that are kept; then every second one is dropped, so that the curves keep their whole length. */
const capacity = 16_384;

const ownMeasures = ['loss', 'endEffectorError', 'gradientNorm', 'clippedGradientNorm'] as const;
const spreadMeasures = ['loss', 'endEffectorError'] as const;
const percentiles = ['low', 'median', 'high'] as const satisfies readonly (keyof Quantiles)[];

/** What has a curve: a measure of the run, or of the best restart, and percentiles over all restarts. */
export type Measure =
  (typeof ownMeasures)[number] | `${(typeof spreadMeasures)[number]}.${(typeof percentiles)[number]}`;

const measures: readonly Measure[] = [
  ...ownMeasures,
  ...spreadMeasures.flatMap((measure) => percentiles.map((percentile) => `${measure}.${percentile}` as const)),
];

/** Smallest value that a logarithmic axis shows. */
const tiny = 1e-12;

export class History {
  #count = 0;
  /** Iterations between two points. */
  #stride = 1;
  readonly #iterations = new Float64Array(capacity);
  readonly #columns = Object.fromEntries(measures.map((measure) => [measure, new Float64Array(capacity)])) as Readonly<
    Record<Measure, Float64Array>
  >;

  get length(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#stride = 1;
  }

  push(iteration: Progress): void {
    if (iteration.iteration % this.#stride !== 0) return;
    if (this.#count === capacity) this.#thin();
    this.#iterations[this.#count] = iteration.iteration;
    for (const measure of ownMeasures) this.#set(measure, iteration[measure]);
    // A run alone is its own spread.
    for (const measure of spreadMeasures)
      for (const percentile of percentiles)
        this.#set(`${measure}.${percentile}`, iteration.spread?.[measure][percentile] ?? iteration[measure]);
    this.#count++;
  }

  /** Iteration numbers. */
  iterations(): Float64Array {
    return this.#iterations.subarray(0, this.#count);
  }

  /** Values of a measure, fit for a logarithmic axis. */
  values(measure: Measure): Float64Array {
    return this.#columns[measure].subarray(0, this.#count);
  }

  #set(measure: Measure, value: number): void {
    this.#columns[measure][this.#count] = Math.max(value, tiny);
  }

  #thin(): void {
    this.#stride *= 2;
    const columns = [this.#iterations, ...Object.values(this.#columns)];
    this.#count = capacity / 2;
    for (const column of columns) for (let i = 0; i < this.#count; i++) column[i] = column[2 * i];
  }
}
