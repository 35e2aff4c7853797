/** @file Times that plans took: what is typical, and what is nearly never exceeded. */

/** Gathers them, ms; and the greatest age of a plan that was followed, s. */
export class SolveTimes {
  readonly #times: number[] = [];
  age = 0;

  add(took: number): void {
    this.#times.push(took);
  }

  /** Median and 99th percentile, ms; null where there is none. */
  get summary(): { readonly median: number; readonly high: number } | null {
    if (this.#times.length === 0) return null;
    const sorted = this.#times.toSorted((a, b) => a - b);
    const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))];
    return { median: at(0.5), high: at(0.99) };
  }
}
