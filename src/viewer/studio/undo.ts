/** @file Undo: what was there before a reset or a change of settings, with the run that was made of it. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Setup } from './store/experiment.ts';
import type { Store } from './store/store.ts';

/** Most steps back. */
const limit = 32;

/** Moves of the target within this time are one step, ms. */
const gestureTime = 1000;

/** What was there. */
interface Before {
  readonly setup: Setup;
  readonly putBack: () => void;
  /** Where the run stood: the best parameters of the only run; null before any and for many. */
  readonly parameters: Float64Array | null;
}

export class Undo {
  readonly #store: Store;
  readonly #restore: (setup: Setup, startFrom: Float64Array | undefined) => void;
  readonly #steps = signal<readonly Before[]>([]);
  #undone: Before | null = null;
  #gesture: { readonly name: string; readonly at: number } | null = null;

  /** `restore` asks for an experiment to be there again, and ends in a call of `restored`. */
  constructor(store: Store, restore: (setup: Setup, startFrom: Float64Array | undefined) => void) {
    this.#store = store;
    this.#restore = restore;
  }

  /** How many steps there are to go back. */
  get steps(): ReadonlySignal<readonly unknown[]> {
    return this.#steps;
  }

  /** Another experiment was opened. */
  forget(): void {
    this.#steps.value = [];
    this.#undone = null;
  }

  /** Call before something is changed. `gesture`: what follows soon under the same name is the same step. */
  remember(gesture?: string): void {
    const now = performance.now();
    const isSame = gesture !== undefined && this.#gesture?.name === gesture && now - this.#gesture.at < gestureTime;
    this.#gesture = gesture === undefined ? null : { name: gesture, at: now };
    const before = this.#present();
    if (!before || isSame) return;
    this.#steps.value = [...this.#steps.value, before].slice(-limit);
  }

  undo(): void {
    const before = this.#steps.value.at(-1);
    if (!before) return;
    this.#steps.value = this.#steps.value.slice(0, -1);
    this.#gesture = null;
    this.#undone = before;
    this.#restore(before.setup, before.parameters ?? undefined);
  }

  /** The experiment is there again: its run is put back. */
  restored(): void {
    const undone = this.#undone;
    this.#undone = null;
    if (undone) batch(undone.putBack);
  }

  #present(): Before | null {
    const { experiment, run, cursor, shown } = this.#store;
    const { value: scene } = experiment.scene;
    if (!scene) return null;
    const putBacks = [
      ...[keep(run.series), keep(run.recording), keep(run.best), keep(run.events), keep(run.past), keep(run.outcome)],
      ...[
        keep(run.leg),
        keep(run.elapsed),
        keep(run.memberPaths),
        keep(shown.start),
        keep(shown.ghosts),
        keep(cursor.t),
        keep(cursor.k),
      ],
    ];
    const { value: best } = run.best;
    const isAlone = experiment.restarts.value === 1;
    return {
      setup: { scene, restarts: experiment.restarts.value },
      parameters: isAlone ? (run.recording.value.nearest(best)?.parameters ?? null) : null,
      putBack: () => {
        for (const putBack of putBacks) putBack();
        run.revision.value++;
      },
    };
  }
}

/** What gives a signal its present value again. */
function keep<T>(of: { value: T }): () => void {
  const { value } = of;
  return () => {
    of.value = value;
  };
}
