/** @file The last seconds of a loop as columns of numbers: what its figures are drawn of. A ring of bounded size. */
import { signal } from '@preact/signals';
import { throttled } from '../../../studio/throttled.ts';
import type { LiveNews } from './calls.ts';

/** Simulated time that is kept, s. */
export const kept = 10;
/** Rows at most: one for each picture of a real-time loop. */
const most = 620;
/** Time between two drawings of the figures, ms. */
const drawInterval = 200;

export interface LiveRow {
  readonly time: number;
  readonly costs: Float64Array;
  readonly measure: number;
  readonly force: number;
  readonly tau: Float64Array;
  /** ms. */
  readonly solve: number;
  /** ms. */
  readonly age: number;
}

export class LiveHistory {
  #rows: LiveRow[] = [];
  readonly #revision = signal(0);
  /** Counts what is added, a few times a second. */
  readonly drawn = throttled(this.#revision, drawInterval);

  get rows(): readonly LiveRow[] {
    return this.#rows;
  }

  add({ time, costs, measure, force, tau, solver: { last, age } }: LiveNews): void {
    const before = this.#rows.at(-1);
    // at rest the last moment is another one: a plan from there
    if (before && time <= before.time) this.#rows = this.#rows.filter((row) => row.time < time);
    this.#rows.push({ time, costs, measure, force, tau, solve: last, age: 1000 * age });
    const isOld = this.#rows.length > most || time - this.#rows[0].time > 1.1 * kept;
    if (isOld) this.#rows = this.#rows.slice(-most).filter((row) => row.time >= time - kept);
    this.#revision.value++;
  }

  clear(): void {
    this.#rows = [];
    this.#revision.value++;
  }
}
