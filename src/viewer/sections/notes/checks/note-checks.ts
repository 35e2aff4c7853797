/** @file Runs of checks on the page's side: note after note in a worker of their own, which is started when it is needed. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type Call, WorkerClient } from '../../../worker/worker-client.ts';
import type { CheckCalls, CheckResult } from './calls.ts';

/** What is known of the checks: results by the paths of notes, and what runs. */
export interface ChecksState {
  readonly results: ReadonlyMap<string, readonly CheckResult[]>;
  readonly running: Running | null;
  /** Why checks could not be run; empty while they could. */
  readonly failure: string;
}

export interface Running {
  /** The note whose checks run now. */
  readonly path: string;
  /** Notes of this run that are done. */
  readonly done: number;
  readonly total: number;
}

export const noChecks: ChecksState = { results: new Map(), running: null, failure: '' };

export class NoteChecks {
  readonly #start: () => Worker;
  readonly #all: readonly string[];
  readonly #state = signal(noChecks);
  #client: WorkerClient<CheckCalls> | null = null;
  #call: Call | null = null;
  /** Notes of this run that wait. */
  #queue: string[] = [];

  /** `all` are the paths of all notes; `start` starts a worker of check-worker.ts. */
  constructor(all: readonly string[], start: () => Worker) {
    this.#all = all;
    this.#start = start;
  }

  get state(): ReadonlySignal<ChecksState> {
    return this.#state;
  }

  /** Runs the checks of a note, or of all. What runs already is left off. */
  run(what: string): void {
    this.#call?.drop();
    this.#queue = what === 'all' ? [...this.#all] : [what];
    const path = this.#queue[0];
    this.#change({ running: { path, done: 0, total: this.#queue.length }, failure: '' });
    this.#next();
  }

  /** Ends the run; results stay. */
  cancel(): void {
    this.#queue = [];
    this.#call?.cancel();
  }

  #change(changed: Partial<ChecksState>): void {
    this.#state.value = { ...this.#state.value, ...changed };
  }

  #end(failure = ''): void {
    this.#queue = [];
    this.#call = null;
    this.#change({ running: null, failure });
  }

  #connect(): WorkerClient<CheckCalls> {
    return new WorkerClient<CheckCalls>(this.#start, {
      onCrash: (reason) => this.#end(`The worker of the checks ended: ${reason}.`),
      onDead: (reason) => this.#end(`The worker of the checks could not be started: ${reason}.`),
      onReplaced: () => this.#end(),
    });
  }

  #next(): void {
    const path = this.#queue.shift();
    if (path === undefined) return this.#end();
    const running = this.#state.value.running!;
    this.#change({ running: { ...running, path, done: running.total - this.#queue.length - 1 } });
    this.#client ??= this.#connect();
    const soFar: CheckResult[] = [];
    const show = (results: readonly CheckResult[]): void =>
      this.#change({ results: new Map(this.#state.value.results).set(path, results) });
    this.#call = this.#client.call(
      'runChecks',
      { path },
      {
        onProgress(result) {
          soFar.push(result);
          show([...soFar]);
        },
        onResult: () => this.#next(),
        onFailure: ({ message }) => this.#end(message),
      },
    );
  }
}
