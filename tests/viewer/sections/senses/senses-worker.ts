/** @file The worker of the Senses for tests of the page's side, in the same thread: it answers by itself. */
import { InlineRunner } from '../../../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../../../src/parallel/kernel-shards.ts';
import { nextTurn } from '../../../../src/platform/node/next-turn.ts';
import type { SensesCalls } from '../../../../src/viewer/sections/senses/calls.ts';
import { sensesHandlers } from '../../../../src/viewer/sections/senses/worker/handlers.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../../src/viewer/worker/calls.ts';

/** All workers of a test know the same programs. */
const handlers = sensesHandlers(new InlineRunner(kernelShards, nextTurn));

export class SensesWorker {
  readonly posted: PageMessage[] = [];
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  readonly #receive = serveCalls<SensesCalls>(handlers, (data) => this.onmessage?.({ data: structuredClone(data) }));

  postMessage(message: PageMessage): void {
    this.posted.push(message);
    void Promise.resolve().then(() => this.#receive(message));
  }

  die(message = 'out of memory'): void {
    this.onerror!({ message, preventDefault: () => undefined });
  }

  terminate(): void {
    this.onmessage = null;
  }

  count(name: string): number {
    return this.posted.filter((message) => message.type === 'call' && message.name === name).length;
  }
}
