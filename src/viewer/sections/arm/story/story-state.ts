/** @file What the story depends on, read from the store. */
import { sceneMethods } from '../../../../scene/methods.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import type { Store } from '../../../studio/store/store.ts';
import { verdictOf } from '../main-measure.ts';
import { remedyOf } from './remedy.ts';
import { successColumn } from '../train/columns.ts';
import type { StoryState, TrainingState } from './story-parts.ts';

/** A sentence that changes with every picture cannot be read: while the motion plays, tenths of a second do. */
const calm = (seconds: number, isPlaying: boolean): number => (isPlaying ? Math.round(10 * seconds) / 10 : seconds);

function trainingOf({ experiment, run, shown, view }: Store): TrainingState | null {
  const { value: training } = experiment.training;
  if (!training) return null;
  const found = run.newest.value < 0 ? null : run.series.value.at(successColumn, shown.look.value?.k ?? 0);
  const isChanged = run.events.value.some(({ k, kind }) => kind === 'change' && found !== null && k >= found.k);
  const { members, validation } = training;
  const isUntaught = experiment.loaded.value?.isUntaught ?? true;
  const success = isChanged ? null : (found?.value ?? null);
  return { members, validation, success, isChanged, isUntaught, showsMany: view.layers.value.includes('crowd') };
}

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
    method: scene ? sceneMethods.of(typeOf(scene.method)).title : '',
    showsRings: view.layers.value.includes('rings'),
    training: trainingOf(store),
    hasTarget: experiment.target.value !== null,
    warning,
    remedy: remedyOf(store)?.label ?? null,
  };
}
