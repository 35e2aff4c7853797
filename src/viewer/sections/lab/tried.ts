/** @file The place of a pad under the pointer, and what heavy ball does there: one walk at a time, the newest place next. */
import { batch, signal } from '@preact/signals';
import type { Call, WorkerClient } from '../../worker/worker-client.ts';
import type { LabCalls, LabRequest, PadPlace, PadWalk } from './calls.ts';

export class Tried {
  /** Under the pointer, or just chosen; null: nowhere. */
  readonly place = signal<PadPlace | null>(null);
  /** The newest walk that has come, of this place or of one before it. */
  readonly walk = signal<PadWalk | null>(null);
  readonly #client: WorkerClient<LabCalls>;
  readonly #requestNow: () => LabRequest | null;
  #call: Call | null = null;
  #isChosen = false;
  /** What is walked now. */
  #walked: PadPlace | null = null;

  constructor(client: WorkerClient<LabCalls>, requestNow: () => LabRequest | null) {
    this.#client = client;
    this.#requestNow = requestNow;
  }

  /** Walks from there; places that come while another is walked are passed over but for the last. `isChosen`: by a hand that may have no pointer. */
  show(place: PadPlace, isChosen = false): void {
    this.#isChosen = isChosen;
    this.place.value = place;
    if (!this.#call) this.#ask(place);
  }

  /** What was chosen is drawn by now; a pointer stays where it is. */
  settle(): void {
    if (this.#isChosen) this.leave();
  }

  /** Nothing is tried any more. */
  leave(): void {
    this.#call?.drop();
    this.#call = null;
    batch(() => {
      this.place.value = null;
      this.walk.value = null;
    });
  }

  #ask(place: PadPlace): void {
    const request = this.#requestNow();
    if (!request) return;
    this.#walked = place;
    this.#call = this.#client.call(
      'tryOut',
      { request, place },
      {
        onResult: (walk) => {
          this.walk.value = walk;
          this.#goOn();
        },
        onFailure: () => this.#goOn(),
      },
    );
  }

  #goOn(): void {
    this.#call = null;
    const { value: next } = this.place;
    if (next && next !== this.#walked) this.#ask(next);
  }
}
