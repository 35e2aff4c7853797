/** @file A worker for tests of the page's side, in the same thread. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangeRequest, LoadRequest } from '../../../src/viewer/sections/arm/calls.ts';
import { handlers } from '../../../src/viewer/sections/arm/handlers.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../src/viewer/worker/calls.ts';

/** A worker that answers calls when it is told to, in the order they came. */
export class FakeWorker {
  readonly posted: PageMessage[] = [];
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  readonly #waiting: PageMessage[] = [];
  readonly #receive = serveCalls(handlers(), (data) => this.onmessage?.({ data }));

  postMessage(message: PageMessage): void {
    this.posted.push(message);
    this.#waiting.push(message);
  }

  async answer(): Promise<void> {
    for (const message of this.#waiting.splice(0)) this.#receive(message);
    await nextTurn();
  }

  /** As where nobody catches an error of it. */
  die(message = 'out of memory'): void {
    this.onerror!({ message, preventDefault: () => undefined });
  }

  terminate(): void {
    this.onmessage = null;
    for (const { id } of this.posted) this.#receive({ type: 'cancel', id });
  }

  argumentsOf<T>(name: string): T[] {
    return this.posted.flatMap((message) =>
      message.type === 'call' && message.name === name ? [message.argument as T] : [],
    );
  }

  get loads(): LoadRequest[] {
    return this.argumentsOf('load');
  }

  get changes(): ChangeRequest[] {
    return this.argumentsOf('change');
  }
}
