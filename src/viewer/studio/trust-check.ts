/** @file Checks the gradient of what is open in the background: once for every experiment, after it was first seen, in a worker of its own. */
import { effect, untracked } from '@preact/signals';
import type { CheckPart } from '../../learning/check-parts.ts';
import { changeOfScenes } from '../../scene/robot.ts';
import type { Calls, CheckRequest } from '../sections/arm/calls.ts';
import type { Jobs } from './jobs.ts';
import type { Store } from './store/store.ts';

/** How long an experiment has stayed as it is before it is checked, ms. */
export const checkDelay = 1000;

export class TrustCheck {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was checked last, or is being checked. What could not be checked is not tried again. */
  #checked: CheckRequest | null = null;

  /** What waits for its check, with the parameters that were looked at last. */
  #expected: CheckRequest | null = null;

  constructor(store: Store, jobs: Jobs<Calls>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Begins to check whatever is opened; returns what ends it. */
  follow(): () => void {
    const { experiment, shown } = this.#store;
    const stop = effect(() => {
      const { value: scene } = experiment.scene;
      const { value: robot } = experiment.robot;
      const { value: look } = shown.look;
      if (!scene || !robot || !look) return;
      untracked(() => this.#expect({ robot, scene, parameters: look.parameters }));
    });
    return () => {
      stop();
      clearTimeout(this.#timer);
      this.#forget();
    };
  }

  /** The worker was lost, with the check. */
  lose(): void {
    this.#store.messages.trust.value = null;
  }

  #expect(request: CheckRequest): void {
    const expected = this.#expected;
    this.#expected = request;
    // looks follow one another while it learns: none of them may put off the check of what they look at
    if (expected?.robot === request.robot && expected.scene === request.scene) return;
    clearTimeout(this.#timer);
    if (this.#isKnown(request)) return this.#forget();
    // what is said of another experiment is not said of this one
    if (this.#checked) this.#end();
    this.#timer = setTimeout(() => {
      const { parameters } = this.#expected!;
      this.#forget();
      this.#check({ ...request, parameters });
    }, checkDelay);
  }

  #forget(): void {
    this.#expected = null;
  }

  /** Numbers that change leave the programs as they were. Asked with every look: a scene is compared once. */
  #isKnown({ robot, scene }: CheckRequest): boolean {
    const checked = this.#checked;
    if (checked?.robot !== robot) return false;
    if (checked.scene === scene) return true;
    const isSame = changeOfScenes(checked.scene, scene).touches !== 'structure';
    if (isSame) this.#checked = { ...checked, scene };
    return isSame;
  }

  #end(): void {
    this.#checked = null;
    this.#store.messages.trust.value = null;
    this.#jobs.rest('check');
  }

  #check(request: CheckRequest): void {
    this.#checked = request;
    const { trust } = this.#store.messages;
    const parts: CheckPart[] = [];
    trust.value = { state: 'checking', parts };
    this.#jobs.start('check', request, {
      onProgress: (part) => {
        parts.push(part);
        trust.value = { state: 'checking', parts: [...parts] };
      },
      onResult: (report) => {
        trust.value = { state: 'checked', report };
        this.#jobs.rest('check');
      },
      onFailure: () => {
        trust.value = null;
        this.#jobs.rest('check');
      },
    });
  }
}
