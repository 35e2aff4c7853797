/** @file Gradients a second, averaged over the last moment; what was measured stays when a run ends. */
import type { Signal } from '@preact/signals';

/** Time over which the rate is averaged, s. */
const averagingTime = 0.5;

export class Throughput {
  #isOld = true;
  readonly #rate: Signal<number>;

  /** `rate`: where the average is shown, gradients a second. */
  constructor(rate: Signal<number>) {
    this.#rate = rate;
  }

  /** A run begins: the next measurement replaces what an earlier run has left. */
  restart(): void {
    this.#isOld = true;
  }

  /** Gradients that were made in `elapsed` s. */
  add(gradients: number, elapsed: number): void {
    if (gradients === 0 || elapsed === 0) return;
    const weight = this.#isOld ? 1 : Math.min(1, elapsed / averagingTime);
    this.#rate.value += weight * (gradients / elapsed - this.#rate.value);
    this.#isOld = false;
  }
}
