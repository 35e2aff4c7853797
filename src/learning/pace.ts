/** @file The pace of work in the background: it stops for messages and for a signal every few milliseconds. */
import { nextTurn } from '../optimize/next-turn.ts';

/** ms of work between two turns of the event loop. */
const longest = 10;

/** Asked often; lets the event loop turn now and then. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** Goes on at once, or behind a turn where the last is long ago. Throws the signal's reason where it has been given. */
  async step(): Promise<void> {
    if (performance.now() - this.#since >= longest) await this.turn();
  }

  /** Goes on behind a turn. */
  async turn(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
    this.#signal?.throwIfAborted();
  }
}
