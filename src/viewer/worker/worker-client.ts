/** @file The page's side of calls: sends them, hands on what is heard, and replaces a worker that crashed or does not listen. */
import type { CallTypes, PageMessage, WorkerMessage } from './calls.ts';
import type { Failure } from './failure.ts';

/** How long a busy worker may take to answer a cancelled call before it is replaced, ms. */
const patience = 400;

export interface WorkerEvents {
  /** The worker died; it has been replaced by an empty one. */
  readonly onCrash: (reason: string) => void;
  /** The worker died before it said anything: another one would too. */
  readonly onDead: (reason: string) => void;
  /** The worker did not answer a cancelled call in time; it has been replaced by an empty one. */
  readonly onReplaced: () => void;
}

/** Who hears of a call. Nothing is heard of calls that a replaced worker had. */
export interface Listener<P, R> {
  readonly onProgress?: (progress: P) => void;
  readonly onResult: (result: R) => void;
  readonly onFailure: (failure: Failure) => void;
}

/** A call under way. */
export interface Call {
  /** Asks for an early result; a worker that gives none in time is replaced. */
  readonly cancel: () => void;
  /** The same, and nothing more is heard of the call; the worker may take its time. */
  readonly drop: () => void;
}

export class WorkerClient<C extends CallTypes<C>> {
  readonly #start: () => Worker;
  readonly #events: WorkerEvents;
  #worker: Worker;
  #lastId = 0;
  readonly #listeners = new Map<number, Listener<unknown, unknown>>();
  readonly #deadlines = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(start: () => Worker, events: WorkerEvents) {
    this.#start = start;
    this.#events = events;
    this.#worker = this.#connect();
  }

  call<N extends keyof C & string>(
    name: N,
    argument: C[N]['argument'],
    listener: Listener<C[N]['progress'], C[N]['result']>,
  ): Call {
    const id = ++this.#lastId;
    this.#listeners.set(id, listener as Listener<unknown, unknown>);
    this.#post({ type: 'call', id, name, argument });
    return {
      cancel: () => {
        if (!this.#listeners.has(id) || this.#deadlines.has(id)) return;
        const replace = (): void => {
          this.#replace();
          this.#events.onReplaced();
        };
        this.#deadlines.set(id, setTimeout(replace, patience));
        this.#post({ type: 'cancel', id });
      },
      drop: () => {
        if (!this.#listeners.has(id)) return;
        this.#forget(id);
        this.#post({ type: 'cancel', id });
      },
    };
  }

  #post(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  #forget(id: number): void {
    this.#listeners.delete(id);
    clearTimeout(this.#deadlines.get(id));
    this.#deadlines.delete(id);
  }

  /** Ends whatever the worker does, at once. */
  #replace(): void {
    this.#worker.terminate();
    for (const id of [...this.#listeners.keys()]) this.#forget(id);
    this.#worker = this.#connect();
  }

  #hear(message: WorkerMessage): void {
    const listener = this.#listeners.get(message.id);
    if (!listener) return;
    if (message.type === 'progress') return listener.onProgress?.(message.value);
    this.#forget(message.id);
    if ('failure' in message) listener.onFailure(message.failure);
    else listener.onResult(message.value);
  }

  #connect(): Worker {
    const worker = this.#start();
    let hasSpoken = false;
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      hasSpoken = true;
      if (worker === this.#worker) this.#hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      if (!hasSpoken) return this.#events.onDead(event.message || 'its script could not be loaded');
      this.#replace();
      this.#events.onCrash(event.message || 'for an unknown reason');
    };
    return worker;
  }
}
