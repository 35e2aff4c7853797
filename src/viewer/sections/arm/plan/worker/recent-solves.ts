/** @file How long planning has taken of late, and how often it was done. */

/** Plans that are remembered. */
const most = 512;
/** Time over which plans are counted, ms. */
const window = 1000;

export class RecentSolves {
  /** When each ended, and how long it took, ms; the newest last. */
  #solves: { readonly at: number; readonly took: number }[] = [];

  add(at: number, took: number): void {
    this.#solves.push({ at, took });
    if (this.#solves.length > most) this.#solves = this.#solves.slice(-most / 2);
  }

  forget(): void {
    this.#solves = [];
  }

  /** Of the last one, ms; 0 before any. */
  get last(): number {
    return this.#solves.at(-1)?.took ?? 0;
  }

  /** A second, of those that ended within the last one. */
  rate(now: number): number {
    const recent = this.#solves.filter(({ at }) => now - at <= window);
    return (1000 * recent.length) / window;
  }

  /** Time that a share of them did not take longer than, ms. */
  quantile(share: number): number {
    const sorted = Float64Array.from(this.#solves, ({ took }) => took).sort();
    return sorted[Math.max(Math.min(Math.ceil(share * sorted.length), sorted.length), 1) - 1] ?? 0;
  }

  /** Share of those that took longer than a budget, ms. */
  shareAbove(budget: number): number {
    const { length } = this.#solves;
    return length === 0 ? 0 : this.#solves.filter(({ took }) => took > budget).length / length;
  }
}
