/** @file Of a scene that trains: where the one rollout that is looked at starts, and where it shall go. No scene changes with it, and no run. */
import { batch } from '@preact/signals';
import { type Position, targetPosition } from '../sections/arm/target.ts';
import type { Situation } from '../sections/arm/train/situation.ts';
import type { Looker } from './looker.ts';
import type { Store } from './store/store.ts';

/** Where the target is that is looked at: of a scene that trains it may be another one than the scene's own. */
export function placeOfTarget({ experiment }: Store): Position | null {
  const { value: scene } = experiment.scene;
  return experiment.situation.value?.goal ?? (scene && targetPosition(scene));
}

export class Situations {
  readonly #store: Store;
  readonly #looker: Looker;

  constructor(store: Store, looker: Looker) {
    this.#store = store;
    this.#looker = looker;
  }

  /** The policy is looked at there, at once; null: in the scene's own start. */
  take(situation: Situation | null): void {
    const { experiment } = this.#store;
    const { robot, scene } = experiment;
    if (!robot.value || !scene.value) return;
    const request = { robot: robot.value, scene: scene.value, situation };
    batch(() => {
      experiment.situation.value = situation;
      experiment.target.value = placeOfTarget(this.#store);
      this.#looker.turnTo(request, null);
    });
  }

  /** The same start, another goal. */
  moveGoal(goal: Position): void {
    const { situation, scene } = this.#store.experiment;
    if (!scene.value) return;
    const { q, v = q.map(() => 0) } = scene.value.start;
    this.take({ ...(situation.value ?? { q, v }), goal });
  }
}
