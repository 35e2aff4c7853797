/** @file The state of identification: recordings, what is unknown, how far it is, what it found. */
import { batch, signal } from '@preact/signals';
import type { IdentificationProgress } from '../../../../../identify/identification.ts';
import { armatureKind, dampingKind, frictionKind } from '../../../../../identify/unknowns/joints.ts';
import type { Store } from '../../../../studio/store/store.ts';
import { type Call, WorkerClient } from '../../../../worker/worker-client.ts';
import type { Identified, IdentifyCalls, RecordingFile } from './calls.ts';

/** What is sought at first: what a drive loses, and what its rotor weighs. */
const usual: readonly string[] = [dampingKind, frictionKind, armatureKind].map(({ type }) => type);

export class Identifying {
  readonly #store: Store;
  readonly #client: WorkerClient<IdentifyCalls>;
  readonly files = signal<readonly RecordingFile[]>([]);
  readonly unknown = signal<readonly string[]>(usual);
  readonly isWorking = signal(false);
  /** Null before the first iteration. */
  readonly progress = signal<IdentificationProgress | null>(null);
  readonly found = signal<Identified | null>(null);
  readonly failure = signal<string | null>(null);
  #call: Call | null = null;

  constructor(store: Store, startWorker: () => Worker) {
    this.#store = store;
    const lost = (reason: string | null): void => this.#end(reason && `The worker that identifies stopped: ${reason}.`);
    this.#client = new WorkerClient<IdentifyCalls>(startWorker, {
      onCrash: lost,
      onDead: lost,
      onReplaced: () => lost(null),
    });
  }

  /** Recordings in the place of those before, which are looked into at once. */
  open(files: readonly RecordingFile[]): void {
    this.files.value = files;
    this.start();
  }

  /** Looks for a kind of number as well, or no longer. */
  toggle(type: string): void {
    const { value: unknown } = this.unknown;
    this.unknown.value = unknown.includes(type) ? unknown.filter((one) => one !== type) : [...unknown, type];
  }

  start(): void {
    const { robot, scene } = this.#store.experiment;
    if (!robot.value || !scene.value || this.files.value.length === 0 || this.unknown.value.length === 0) return;
    this.#call?.drop();
    batch(() => {
      this.isWorking.value = true;
      this.progress.value = null;
      this.found.value = null;
      this.failure.value = null;
    });
    const request = { robot: robot.value, scene: scene.value, files: this.files.value, unknown: this.unknown.value };
    this.#call = this.#client.call('identify', request, {
      onProgress: (progress) => (this.progress.value = progress),
      onResult: (found) => {
        this.found.value = found;
        this.#end(null);
      },
      onFailure: ({ message }) => this.#end(message),
    });
  }

  /** Ends it; what was found so far is not told. */
  cancel(): void {
    this.#call?.cancel();
  }

  #end(failure: string | null): void {
    this.#call = null;
    batch(() => {
      this.isWorking.value = false;
      if (failure !== null) this.failure.value = failure;
    });
  }
}

const all = new WeakMap<Store, Identifying>();

const startWorker = (): Worker =>
  new Worker(new URL('./identify-worker.ts', import.meta.url), { type: 'module', name: 'identify' });

/** That of a page; made when it is first asked for. */
export function identifyingOf(store: Store): Identifying {
  const identifying = all.get(store) ?? new Identifying(store, startWorker);
  all.set(store, identifying);
  return identifying;
}
