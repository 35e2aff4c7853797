/** @file Has the motion that is shown run in the second physics as well, where that is wanted: once it has stayed as it is for a moment. */
import { effect, untracked } from '@preact/signals';
import type { Calls, SecondRequest } from '../sections/arm/calls.ts';
import type { Call } from '../worker/worker-client.ts';
import type { Jobs } from './jobs.ts';
import type { Store } from './store/store.ts';

/** How long a motion has stayed as it is before it is run elsewhere, ms. */
export const secondDelay = 250;

export class SecondEngine {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #call: Call | null = null;

  constructor(store: Store, jobs: Jobs<Calls>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Begins to follow what is shown; returns what ends it. */
  follow(): () => void {
    const stop = effect(() => {
      const request = this.#wanted();
      untracked(() => this.#expect(request));
    });
    return () => {
      stop();
      this.#drop();
    };
  }

  /** The worker was lost, with what it was at. */
  lose(): void {
    if (!this.#call) return;
    this.#call = null;
    this.#store.shown.second.value = {
      state: 'refused',
      message: 'Rapier was stopped. Switch it off and on to try again.',
    };
  }

  /** What is shown, where it is wanted in the second physics; null where it is not. Reads signals. */
  #wanted(): SecondRequest | null {
    const { experiment, shown, view } = this.#store;
    const { value: layers } = view.layers;
    const [scene, robot, look] = [experiment.scene.value, experiment.robot.value, shown.look.value];
    const { value: situation } = experiment.situation;
    const isOfMany = experiment.training.value !== null && layers.includes('crowd');
    if (!layers.includes('second') || isOfMany || !scene || !robot || !look) return null;
    return { robot, scene, situation, parameters: look.parameters };
  }

  /** What was run of something else is of no use any more. */
  #expect(request: SecondRequest | null): void {
    this.#drop();
    this.#store.shown.second.value = request && { state: 'under way', done: 0 };
    if (request) this.#timer = setTimeout(() => this.#ask(request), secondDelay);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#call?.drop();
    this.#call = null;
  }

  #ask(request: SecondRequest): void {
    const { second } = this.#store.shown;
    this.#call = this.#jobs.start('lookInSecond', request, {
      onProgress: (done) => (second.value = { state: 'under way', done }),
      onResult: (look) => {
        this.#call = null;
        second.value = look && { state: 'there', ...look };
      },
      onFailure: ({ message }) => {
        this.#call = null;
        second.value = { state: 'refused', message };
      },
    });
  }
}
