/** @file The page's side of the protocol: sends requests, and replaces a worker that crashed or does not listen. */
import type { PageMessage, WorkerMessage } from './protocol.ts';

/** How long a busy worker may take to answer a pause before it is replaced, ms. */
const patience = 400;

export interface WorkerEvents {
  readonly onMessage: (message: WorkerMessage) => void;
  /** The worker died; it has been replaced by an empty one. */
  readonly onCrash: (reason: string) => void;
  /** The worker died before it said anything: another one would too. */
  readonly onDead: (reason: string) => void;
  /** The worker did not answer a pause in time; it has been replaced by an empty one. */
  readonly onReplaced: () => void;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'request'> : never;
export type Request = Unnumbered<PageMessage>;

export class WorkerClient {
  readonly #start: () => Worker;
  readonly #events: WorkerEvents;
  #worker: Worker;
  #request = 0;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => Worker, events: WorkerEvents) {
    this.#start = start;
    this.#events = events;
    this.#worker = this.#connect();
  }

  /** Answers to earlier requests are dropped from now on; a pause ends the request before it and shares its number. */
  send(request: Request): void {
    clearTimeout(this.#deadline);
    if (request.type === 'pause') this.#deadline = setTimeout(() => this.#replace(), patience);
    else this.#request++;
    this.#worker.postMessage({ ...request, request: this.#request });
  }

  /** Ends whatever the worker does, at once. */
  restart(): void {
    clearTimeout(this.#deadline);
    this.#worker.terminate();
    this.#request++;
    this.#worker = this.#connect();
  }

  #replace(): void {
    this.restart();
    this.#events.onReplaced();
  }

  #connect(): Worker {
    const worker = this.#start();
    let hasSpoken = false;
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      hasSpoken = true;
      if (worker !== this.#worker || data.request !== this.#request) return;
      if (data.type === 'stopped' || data.type === 'failed') clearTimeout(this.#deadline);
      this.#events.onMessage(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      if (!hasSpoken) return this.#events.onDead(event.message || 'its script could not be loaded');
      this.restart();
      this.#events.onCrash(event.message || 'for an unknown reason');
    };
    return worker;
  }
}
