/** @file The pace of work in the background: it stops for messages and for a signal every few milliseconds. */
import { nextTurn } from '../optimize/next-turn.ts';

/** ms of work between two turns of the event loop. */
const longest = 10;

/** The promise, or the signal's reason as soon as it is aborted. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

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
