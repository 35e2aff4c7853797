/** @file The Lab's worker for tests of the page's side, in the same thread: it answers by itself. */
import { InlineRunner } from '../../../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../../../src/parallel/kernel-shards.ts';
import { nextTurn } from '../../../../src/platform/node/next-turn.ts';
import type { LabCalls } from '../../../../src/viewer/sections/lab/calls.ts';
import { labHandlers } from '../../../../src/viewer/sections/lab/worker/handlers.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../../src/viewer/worker/calls.ts';

export const inlineRunner = (): InlineRunner => new InlineRunner(kernelShards, nextTurn);

export class LabWorker {
  readonly posted: PageMessage[] = [];
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  readonly #receive = serveCalls<LabCalls>(labHandlers(inlineRunner()), (data) =>
    this.onmessage?.({ data: structuredClone(data) }),
  );

  postMessage(message: PageMessage): void {
    this.posted.push(structuredClone(message));
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

  get cancelled(): number {
    return this.posted.filter(({ type }) => type === 'cancel').length;
  }
}
