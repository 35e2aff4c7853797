/** @file Keeps what is shown at the iteration that is wanted: looks at one after another, and of what is wanted meanwhile at the last. */
import { batch, effect, untracked } from '@preact/signals';
import type { Calls, Look, PrepareRequest } from '../sections/arm/calls.ts';
import { withGhost } from '../sections/arm/ghosts.ts';
import type { Jobs } from './jobs.ts';
import type { Store } from './store/store.ts';

/** An iteration, and its parameters. */
interface Wanted {
  readonly k: number;
  readonly parameters: Float64Array;
}

export class Looker {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  #wanted: Wanted | null = null;
  #isLooking = false;
  /** Counts experiments: a look at one before is of no use. */
  #version = 0;

  constructor(store: Store, jobs: Jobs<Calls>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Begins to follow the cursor; returns what ends it. */
  follow(): () => void {
    const { cursor, run, shown } = this.#store;
    return effect(() => {
      const { value: k } = cursor.k;
      void run.revision.value;
      const found = run.recording.value.nearest(k);
      untracked(() => {
        const { value: look } = shown.look;
        if (found && !(look && look.k === found.k && isSame(look.parameters, found.parameters))) this.#want(found);
      });
    });
  }

  /** Another experiment, or other numbers of it, with the look that was made with it, if any. */
  turnTo(request: PrepareRequest, k: number, look: Look | null): void {
    this.#version++;
    this.#isLooking = false;
    this.#wanted = null;
    this.#jobs.start('prepare', request, { onResult: () => undefined, onFailure: () => undefined });
    if (look) this.#store.shown.look.value = { ...look, k };
  }

  /** Looks anew at what is shown: the worker that was at it was lost. */
  again(): void {
    const { shown, run, cursor } = this.#store;
    const found = run.recording.value.nearest(cursor.k.value);
    if (found && !(shown.look.value?.k === found.k)) this.#want(found);
  }

  #want(wanted: Wanted): void {
    if (this.#isLooking) this.#wanted = wanted;
    else this.#look(wanted);
  }

  #look({ k, parameters }: Wanted): void {
    const version = this.#version;
    this.#isLooking = true;
    const done = (show: () => void) => (): void => {
      if (version !== this.#version) return;
      this.#isLooking = false;
      const next = this.#wanted;
      this.#wanted = null;
      show();
      if (next) this.#want(next);
    };
    // the answer hands its arrays over, and the recording keeps its own
    this.#jobs.start(
      'look',
      { parameters },
      {
        onResult: (look) => done(() => this.#show(look, k))(),
        onFailure: (failure) => done(() => (this.#store.messages.notice.value = failure.message))(),
      },
    );
  }

  #show(look: Look, k: number): void {
    const { shown, run, cursor } = this.#store;
    batch(() => {
      const { value: before } = shown.look;
      const isEarlier = before !== null && before.k < k && (run.isRunning.value || cursor.isReplaying.value);
      if (isEarlier) shown.ghosts.value = withGhost(shown.ghosts.value, { k: before.k, motion: before.motion });
      shown.look.value = { ...look, k };
    });
  }
}

const isSame = (one: Float64Array, other: Float64Array): boolean =>
  one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
