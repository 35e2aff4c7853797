/** @file Gradients a second, averaged over the last moment; what was measured stays when a run ends. */
import * as store from './store.ts';

/** Time over which the rate is averaged, s. */
const averagingTime = 0.5;

export class Throughput {
  #isOld = true;

  /** A run begins: the next measurement replaces what an earlier run has left. */
  restart(): void {
    this.#isOld = true;
  }

  /** Gradients that were made in `elapsed` s. */
  add(gradients: number, elapsed: number): void {
    if (gradients === 0 || elapsed === 0) return;
    const weight = this.#isOld ? 1 : Math.min(1, elapsed / averagingTime);
    store.gradientRate.value += weight * (gradients / elapsed - store.gradientRate.value);
    this.#isOld = false;
  }
}
