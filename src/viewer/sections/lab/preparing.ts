/** @file Has the Lab's worker make what the first picture waits for, before its room is open. */
import type { ReadonlySignal } from '@preact/signals';
import type { Store } from '../../studio/store/store.ts';
import type { Call, WorkerClient } from '../../worker/worker-client.ts';
import type { LabCalls, LabChanges, LabSource, PlanePoint } from './calls.ts';
import { ownExperiment, sourceOf } from './experiments.ts';

/** What is wished of the Lab, whether its room is open or not. */
interface Wished {
  readonly experiment: ReadonlySignal<string>;
  readonly changes: ReadonlySignal<LabChanges>;
  readonly from: ReadonlySignal<PlanePoint | null>;
}

export class Preparing {
  readonly #client: WorkerClient<LabCalls>;
  readonly #store: Store;
  readonly #wished: Wished;
  #made: { readonly source: LabSource; readonly call: Call } | null = null;
  #isOver = false;

  constructor(client: WorkerClient<LabCalls>, store: Store, wished: Wished) {
    this.#client = client;
    this.#store = store;
    this.#wished = wished;
  }

  /** Once, before anything is drawn. What is open in the room of the arm may run just now, and is left alone. */
  begin(): void {
    this.#client.start();
    const { experiment, changes, from } = this.#wished;
    if (this.#isOver || this.#made || experiment.value === ownExperiment) return;
    const source = sourceOf(this.#store, experiment.value);
    if (!source) return;
    const request = { source, changes: changes.value, from: from.value };
    const nothing = { onResult: () => undefined, onFailure: () => undefined };
    this.#made = { source, call: this.#client.call('prepare', { request }, nothing) };
  }

  /** This is drawn from now on: what was made for another study is of no use. */
  end(source: LabSource): void {
    this.#isOver = true;
    if (this.#made?.source !== source) this.#made?.call.drop();
  }
}
