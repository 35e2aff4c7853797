/** @file What the story depends on, read from the store. */
import { methodKinds } from '../../../../optimize/kinds.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import type { Store } from '../../../studio/store/store.ts';
import { verdictOf } from '../main-measure.ts';
import { remedyOf } from './remedy.ts';
import type { StoryState } from './story-parts.ts';

/** A sentence that changes with every picture cannot be read: while the motion plays, tenths of a second do. */
const calm = (seconds: number, isPlaying: boolean): number => (isPlaying ? Math.round(10 * seconds) / 10 : seconds);

/** Reads signals. */
export function storyStateOf(store: Store): StoryState {
  const { run, cursor, shown, experiment, view } = store;
  const { value: look } = shown.look;
  const { value: scene } = experiment.scene;
  const { value: motion } = shown.motion;
  const [warning = null] = experiment.loaded.value?.warnings ?? [];
  return {
    phase: run.phase.value,
    outcome: run.outcome.value,
    isReplaying: cursor.isReplaying.value,
    isCompiled: run.isCompiled.value,
    k: look?.k ?? 0,
    newest: run.newest.value,
    best: run.best.value,
    restarts: experiment.restarts.value,
    diverged: run.diverged.value,
    verdict: verdictOf(store),
    loss: look?.loss ?? null,
    time: motion ? calm(shown.frame.value * motion.dt, cursor.isPlaying.value) : 0,
    steps: experiment.steps.value,
    parameters: experiment.parameters.value.length,
    elapsed: run.elapsed.value,
    method: scene ? methodKinds.of(typeOf(scene.method)).title : '',
    showsRings: view.layers.value.includes('rings'),
    hasTarget: experiment.target.value !== null,
    warning,
    remedy: remedyOf(store)?.label ?? null,
  };
}
