/** @file What a run's curves are drawn from: a bounded record of its iterations. */
import type { Iteration } from '../run/run.ts';

/** Most points that are kept; then every second one is dropped, so that the curves keep their whole length. */
const capacity = 16_384;

const measures = ['loss', 'endEffectorError', 'gradientNorm', 'clippedGradientNorm'] as const;
export type Measure = (typeof measures)[number];

/** Smallest value that a logarithmic axis shows. */
const tiny = 1e-12;

export class History {
  #count = 0;
  /** Iterations between two points. */
  #stride = 1;
  readonly #iterations = new Float64Array(capacity);
  readonly #columns: Readonly<Record<Measure, Float64Array>> = {
    loss: new Float64Array(capacity),
    endEffectorError: new Float64Array(capacity),
    gradientNorm: new Float64Array(capacity),
    clippedGradientNorm: new Float64Array(capacity),
  };

  get length(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#stride = 1;
  }

  push(iteration: Iteration): void {
    if (iteration.iteration % this.#stride !== 0) return;
    if (this.#count === capacity) this.#thin();
    this.#iterations[this.#count] = iteration.iteration;
    for (const measure of measures) this.#columns[measure][this.#count] = Math.max(iteration[measure], tiny);
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

  #thin(): void {
    this.#stride *= 2;
    const columns = [this.#iterations, ...Object.values(this.#columns)];
    this.#count = capacity / 2;
    for (const column of columns) for (let i = 0; i < this.#count; i++) column[i] = column[2 * i];
  }
}
