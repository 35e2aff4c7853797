/** @file Checks the gradient of what is open in the background: once for every experiment, after it was first seen. */
import { effect, untracked } from '@preact/signals';
import type { CheckPart } from '../../learning/check-parts.ts';
import { changeOfScenes } from '../../scene/robot.ts';
import type { Scene } from '../../scene/schema.ts';
import type { Calls, RobotFile } from '../sections/arm/calls.ts';
import type { Call } from '../worker/worker-client.ts';
import type { Jobs } from './jobs.ts';
import type { Store } from './store/store.ts';

export class TrustCheck {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  #call: Call | null = null;
  /** What was checked last, or is being checked. */
  #checked: { readonly robot: RobotFile; readonly scene: Scene } | null = null;

  constructor(store: Store, jobs: Jobs<Calls>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Begins to check whatever is opened; returns what ends it. */
  follow(): () => void {
    const { experiment, shown } = this.#store;
    return effect(() => {
      const { value: scene } = experiment.scene;
      const { value: robot } = experiment.robot;
      const { value: look } = shown.look;
      if (!scene || !robot || !look) return;
      untracked(() => {
        if (!this.#isKnown(robot, scene)) this.#check(robot, scene, look.parameters);
      });
    });
  }

  /** Checks anew what was being checked: the worker that was at it was lost. */
  again(): void {
    const { messages, shown } = this.#store;
    const checked = this.#checked;
    const { value: look } = shown.look;
    if (messages.trust.value?.state === 'checking' && checked && look)
      this.#check(checked.robot, checked.scene, look.parameters);
  }

  /** Numbers that change leave the programs as they were. */
  #isKnown(robot: RobotFile, scene: Scene): boolean {
    const checked = this.#checked;
    return checked?.robot === robot && changeOfScenes(checked.scene, scene).touches !== 'structure';
  }

  #check(robot: RobotFile, scene: Scene, parameters: Float64Array): void {
    this.#checked = { robot, scene };
    this.#call?.drop();
    const { trust } = this.#store.messages;
    const parts: CheckPart[] = [];
    trust.value = { state: 'checking', parts };
    this.#call = this.#jobs.start(
      'check',
      { parameters },
      {
        onProgress: (part) => {
          parts.push(part);
          trust.value = { state: 'checking', parts: [...parts] };
        },
        onResult: (report) => (trust.value = { state: 'checked', report }),
        onFailure: () => {
          trust.value = null;
          this.#checked = null;
        },
      },
    );
  }
}
