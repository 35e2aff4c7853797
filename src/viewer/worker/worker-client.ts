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
  /** Null before it is needed, and after it was found dead: the next call tries another one. */
  #worker: Worker | null = null;
  #lastId = 0;
  readonly #listeners = new Map<number, Listener<unknown, unknown>>();
  readonly #deadlines = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(start: () => Worker, events: WorkerEvents) {
    this.#start = start;
    this.#events = events;
  }

  /** Starts the worker, so that its first call need not wait for it. */
  start(): void {
    this.#worker ??= this.#connect();
  }

  /** Ends the worker, and nothing more is heard of its calls; the next one starts another. */
  rest(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#forgetAll();
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
    this.#worker ??= this.#connect();
    this.#worker.postMessage(message);
  }

  #forget(id: number): void {
    this.#listeners.delete(id);
    clearTimeout(this.#deadlines.get(id));
    this.#deadlines.delete(id);
  }

  /** Ends whatever the worker does, at once. */
  #replace(): void {
    this.rest();
    this.start();
  }

  #forgetAll(): void {
    for (const id of [...this.#listeners.keys()]) this.#forget(id);
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
    const end = (reason: string): void => {
      if (worker !== this.#worker) return;
      if (hasSpoken) this.#replace();
      else this.rest();
      if (hasSpoken) this.#events.onCrash(reason || 'for an unknown reason');
      else this.#events.onDead(reason || 'its script could not be loaded');
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(event.message);
    };
    worker.onmessageerror = () => end('its answer could not be read');
    return worker;
  }
}
