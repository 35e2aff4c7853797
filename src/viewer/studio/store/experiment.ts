/** @file The slice of the experiment: scene and robot as they stand in the workers. */
import { computed, signal } from '@preact/signals';
import { stepsOf } from '../../../scene/parse.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { Loaded, RobotFile } from '../../sections/arm/calls.ts';
import type { Situation } from '../../sections/arm/train/situation.ts';
import type { ParameterEntry } from '../../../learning/parameter-list.ts';

/** A scene, with how many runs of it are made side by side. */
export interface Setup {
  readonly scene: Scene;
  readonly restarts: number;
}

export function createExperiment() {
  const loaded = signal<Loaded | null>(null);
  const scene = signal<Scene | null>(null);
  return {
    /** Name of the chosen scene file; empty for a robot or scene of the user's own. */
    sceneFile: signal(''),
    /** The scene as it stands in the workers. */
    scene,
    robot: signal<RobotFile | null>(null),
    loaded,
    /** What is being opened where nothing is open yet: it takes seconds to compile, which what else needs it need not wait for. */
    coming: signal<{ readonly scene: Scene | null; readonly robot: RobotFile } | null>(null),
    /** The scene as it was opened, with the restarts of then: what a reset goes back to. */
    opened: signal<Setup | null>(null),
    /** Whether it was loaded at its own start, rather than where a run of it had come to. */
    isFresh: signal(true),
    /** Joints that can be welded, and those that are, in an order that stays. */
    weldable: signal<readonly string[]>([]),
    /** Where the target is right now, m; ahead of the scene's while it is dragged; null in a scene without one. */
    target: signal<readonly [number, number, number] | null>(null),
    /** What is known of a training; null where the method makes one rollout again and again. */
    training: computed(() => loaded.value?.training ?? null),
    /** Where the one rollout that is looked at starts and leads to, of a scene that trains; null for the scene's own. */
    situation: signal<Situation | null>(null),
    /** Runs side by side. */
    restarts: computed(() => loaded.value?.restarts ?? 1),
    /** The numbers that are learned, in words. */
    parameters: computed((): readonly ParameterEntry[] => loaded.value?.parameterList ?? []),
    /** Simulated steps of a rollout; 0 where nothing is open. */
    steps: computed(() => (scene.value ? stepsOf(scene.value) : 0)),
  };
}
