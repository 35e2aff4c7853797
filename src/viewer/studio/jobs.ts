/** @file The page's requests as jobs: each with its worker, an id and a way to cancel it; long ones are shown. */
import type { Signal } from '@preact/signals';
import type { CallTypes } from '../worker/calls.ts';
import type { Call, Listener, WorkerClient } from '../worker/worker-client.ts';
import type { JobShown } from './store/messages.ts';

/** The workers of a page: one has the run, one looks at what it does, one checks the gradient and is there while it does. */
export const workerNames = ['run', 'analysis', 'check'] as const;
export type WorkerName = (typeof workerNames)[number];

/** What is known of a kind of job besides its handler. */
export interface JobKind {
  readonly on: WorkerName;
  /** Shown while it lasts; absent for what is shown in a way of its own. */
  readonly title?: string;
}

/** A kind for every call. */
export type JobKinds<C> = { readonly [N in keyof C]: JobKind };

/** How long a job is under way before it is shown, ms. */
const patience = 400;

export class Jobs<C extends CallTypes<C>> {
  readonly #kinds: JobKinds<C>;
  readonly #clients: Readonly<Record<WorkerName, WorkerClient<C>>>;
  readonly #shown: Signal<readonly JobShown[]>;
  readonly #calls = new Map<number, Call & { readonly on: WorkerName; readonly end: () => void }>();
  #lastId = 0;

  constructor(
    kinds: JobKinds<C>,
    clients: Readonly<Record<WorkerName, WorkerClient<C>>>,
    shown: Signal<readonly JobShown[]>,
  ) {
    this.#kinds = kinds;
    this.#clients = clients;
    this.#shown = shown;
  }

  /** Starts one. */
  start<N extends keyof C & string>(
    name: N,
    argument: C[N]['argument'],
    listener: Listener<C[N]['progress'], C[N]['result']>,
  ): Call {
    const id = ++this.#lastId;
    const { on, title } = this.#kinds[name];
    const timer = title && setTimeout(() => this.#show({ id, title }), patience);
    const end = (): void => {
      clearTimeout(timer);
      this.#calls.delete(id);
      this.#shown.value = this.#shown.value.filter((job) => job.id !== id);
    };
    const call = this.#clients[on].call(name, argument, {
      onProgress: (progress) => listener.onProgress?.(progress),
      onResult: (result) => {
        end();
        listener.onResult(result);
      },
      onFailure: (failure) => {
        end();
        listener.onFailure(failure);
      },
    });
    const job = {
      cancel: call.cancel,
      drop: () => {
        end();
        call.drop();
      },
      on,
      end,
    };
    this.#calls.set(id, job);
    return job;
  }

  cancel(id: number): void {
    this.#calls.get(id)?.cancel();
  }

  /** A worker was lost, and nothing more is heard of what it was at. */
  forget(lost: WorkerName): void {
    for (const { on, end } of [...this.#calls.values()]) if (on === lost) end();
  }

  /** Ends a worker with all that it is at; the next job starts it anew. */
  rest(name: WorkerName): void {
    this.forget(name);
    this.#clients[name].rest();
  }

  #show(job: JobShown): void {
    if (this.#calls.has(job.id)) this.#shown.value = [...this.#shown.value, job];
  }
}
