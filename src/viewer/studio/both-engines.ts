/** @file Tries a trained policy by unseen goals in both physics, when it is asked to; what was found is forgotten with the policy that it is of. */
import { effect, untracked } from '@preact/signals';
import type { Calls } from '../sections/arm/calls.ts';
import type { Call } from '../worker/worker-client.ts';
import type { Jobs } from './jobs.ts';
import type { Store } from './store/store.ts';

export class BothEngines {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  #call: Call | null = null;

  constructor(store: Store, jobs: Jobs<Calls>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Begins to follow what is shown; returns what ends it. */
  follow(): () => void {
    const { shown, experiment } = this.#store;
    return effect(() => {
      void [shown.look.value?.parameters, experiment.scene.value, experiment.robot.value];
      untracked(() => this.stop());
    });
  }

  /** The worker was lost, with what it was at. */
  lose(): void {
    if (this.#call) this.stop();
  }

  /** Of the iteration that is shown. */
  start(): void {
    const { experiment, shown } = this.#store;
    const { inBoth } = shown;
    const [scene, robot, look] = [experiment.scene.value, experiment.robot.value, shown.look.value];
    if (!scene || !robot || !look || this.#call) return;
    inBoth.value = { state: 'under way', done: 0 };
    this.#call = this.#jobs.start(
      'evaluateInBoth',
      { robot, scene, parameters: look.parameters },
      {
        onProgress: (done) => (inBoth.value = { state: 'under way', done }),
        onResult: (found) => {
          this.#call = null;
          inBoth.value = found && { state: 'there', ...found };
        },
        onFailure: ({ message }) => {
          this.#call = null;
          inBoth.value = { state: 'refused', message };
        },
      },
    );
  }

  /** Ends it, and forgets what was found. */
  stop(): void {
    this.#call?.drop();
    this.#call = null;
    this.#store.shown.inBoth.value = null;
  }
}
